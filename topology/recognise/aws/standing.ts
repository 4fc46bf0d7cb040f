import type { Resource } from '../../graph/graph.ts';
import { isSet, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, Known } from '../../model/model.ts';
import { pointedAt, reachedBy, type Reached } from './answers.ts';
import { silentTo } from './targets.ts';
import { BALANCERS, ROUTE53_CHECK } from './types.ts';
import type { Context } from './ways.ts';

// Whether Route 53 counts something as well: while all is well, and while regions are lost. That a survivor runs is not
// enough; its own check has to say so.

/** Regions that are lost. */
export type Lost = readonly string[];

/** What Route 53 takes something for, and why where it is bad. */
export interface Standing {
  /** Undefined when the plan does not tell. */
  readonly well: Known<boolean>;
  readonly why?: Evidence;
}

export const WELL: Standing = { well: true };

/** Regions in which an endpoint is served from. */
export type Places = (endpoint: Resource) => readonly string[];

/** Argument of a check that says what it asks. With an address the name is only what the request is for. */
export const askedIn = ({ inputs }: Resource): 'ipAddress' | 'fqdn' =>
  isSet(inputs, 'ipAddress') ? 'ipAddress' : 'fqdn';

/** What a check asks. */
export const askedBy = (context: Context, check: Resource): Reached =>
  reachedBy(context, pointedAt(context, check, askedIn(check)));

/** Calculated checks may nest; deeper than this is not followed. */
export const DEEPEST = 4;

/** Port that a check asks. */
export const askedPort = ({ inputs }: Resource): number =>
  numberAt(inputs, 'port') ?? (textAt(inputs, 'type')?.startsWith('HTTPS') ? 443 : 80);

/** What a check says. */
export function standingOf(context: Context, places: Places, check: Resource, lost: Lost, depth = 0): Standing {
  const inverted = valueAt(check.inputs, 'invertHealthcheck') === true;
  const plain = valueAt(check.inputs, 'disabled') === true ? WELL : statusOf(context, places, check, lost, depth);
  if (!inverted || plain.well === undefined) return plain;
  const says = 'is inverted: it is bad while what it asks is well';
  return plain.well ? { well: false, why: { urn: check.urn, argument: 'invertHealthcheck', says } } : WELL;
}

function statusOf(context: Context, places: Places, check: Resource, lost: Lost, depth: number): Standing {
  switch (textAt(check.inputs, 'type')) {
    case undefined:
    case 'CLOUDWATCH_METRIC':
      return { well: undefined };
    case 'RECOVERY_CONTROL':
      return WELL;
    case 'CALCULATED':
      return calculated(context, places, check, lost, depth);
    default:
      return endpointStatus(context, places, check, lost);
  }
}

function endpointStatus(context: Context, places: Places, check: Resource, lost: Lost): Standing {
  const { endpoints } = askedBy(context, check);
  const silent = neverAnswered(context, check, endpoints);
  if (silent) return { well: false, why: silent };
  const regions = endpoints.flatMap(places);
  if (regions.length === 0) return { well: undefined };
  if (regions.some((region) => !lost.includes(region))) return WELL;
  const says = `asks ${endpoints.map(({ name }) => name).join(' and ')}, which goes with ${[...new Set(regions)].join(' and ')}`;
  return { well: false, why: { urn: check.urn, argument: askedIn(check), says } };
}

/** Why a check never gets a good answer, whatever the state of what it asks. */
export function neverAnswered({ links }: Context, check: Resource, endpoints: readonly Resource[]): Known<Evidence> {
  if (endpoints.length === 0 || !endpoints.every(({ type }) => BALANCERS.some((each) => each === type)))
    return undefined;
  const type = textAt(check.inputs, 'type') ?? '';
  const silent = endpoints.map((endpoint) => silentTo(links, endpoint, type, askedPort(check)));
  return silent.includes(undefined) ? undefined : silent[0];
}

/** Children of a calculated check; undefined where the plan does not hold all of them. */
export function childrenOf({ graph }: Context, check: Resource): Known<readonly Resource[]> {
  const argument = 'childHealthchecks';
  const children = graph.linked(check, argument, [ROUTE53_CHECK]);
  const named = valueAt(check.inputs, argument);
  const all = children.length > 0 && (!Array.isArray(named) || named.length <= children.length);
  return all ? children : undefined;
}

/** Well while as many children as the threshold are. */
function calculated(context: Context, places: Places, check: Resource, lost: Lost, depth: number): Standing {
  const children = childrenOf(context, check);
  const threshold = numberAt(check.inputs, 'childHealthThreshold');
  if (children === undefined || threshold === undefined || depth >= DEEPEST) return { well: undefined };
  const standings = children.map((child) => standingOf(context, places, child, lost, depth + 1));
  const bad = standings.filter(({ well }) => well === false);
  if (standings.filter(({ well }) => well === true).length >= threshold) return WELL;
  if (children.length - bad.length >= threshold) return { well: undefined };
  const why =
    threshold > children.length
      ? ' which it never has'
      : ` and ${bad.length} of them are bad: the first ${bad[0]?.why?.says ?? ''}`;
  const says = `needs ${threshold} of its ${children.length} children,${why}`;
  return { well: false, why: { urn: check.urn, argument: 'childHealthThreshold', says } };
}

/** Bad as soon as one part is; well when all are. */
export const allOf = (parts: readonly Standing[]): Standing =>
  parts.find(({ well }) => well === false) ?? (parts.every(({ well }) => well === true) ? WELL : { well: undefined });

/** Well as soon as one part is; bad when all are. */
export const anyOf = (parts: readonly Standing[]): Standing =>
  parts.find(({ well }) => well === true) ??
  (parts.length > 0 && parts.every(({ well }) => well === false) ? (parts[0] ?? WELL) : { well: undefined });

/** One of the parts, and which one is not known: told only where all of them agree. */
export const oneOf = (parts: readonly Standing[]): Standing =>
  new Set(parts.map(({ well }) => well)).size > 1 ? { well: undefined } : (parts[0] ?? WELL);
