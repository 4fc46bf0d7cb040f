import { Secret } from '@pulumi/policy';

import { cleanProperties } from '../../topology/graph/clean.ts';
import type { Properties } from '../../topology/graph/graph.ts';
import { isUnknown, SECRET } from '../../topology/graph/value.ts';

// The policy server hands out properties behind proxies: one throws on unknown values, one unpacks secrets. A rule has
// to see both as values, so the proxies are taken off. The two keys are how the server itself gets at what is behind.

const IS_PROXY = '__isSpecialProxy';
const BEHIND_PROXY = '__getSpecialProxyTarget';

/** Properties as the resource graph holds them: unknowns and secrets as their markers, defaults listed apart. */
export const plainProperties = (props: unknown): { properties: Properties; defaults: ReadonlySet<string> } =>
  cleanProperties(withoutProxies(props));

function withoutProxies(value: unknown): unknown {
  let behind = value;
  while (isObject(behind) && behind[IS_PROXY] === true) behind = behind[BEHIND_PROXY];
  if (behind instanceof Secret) return masked(withoutProxies(behind.value));
  if (Array.isArray(behind)) return behind.map(withoutProxies);
  if (!isObject(behind)) return behind;
  return Object.fromEntries(Object.entries(behind).map(([key, item]) => [key, withoutProxies(item)]));
}

/** A secret with the names of its parts left readable: which arguments are set is no secret, what they say is. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (!isObject(value)) return isUnknown(value) ? value : SECRET;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
