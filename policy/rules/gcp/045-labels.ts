import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  BUCKET,
  FORWARDING_RULE,
  REPOSITORY,
  RUN_SERVICE,
  SECRET,
  SQL_INSTANCE,
} from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';

const SOURCE = 'https://docs.cloud.google.com/resource-manager/docs/labels-overview';
const KEY = /^[a-z][-_a-z0-9]{0,62}$/;
const VALUE = /^[-_a-z0-9]{0,63}$/;

/** Where the labels of a type are written. */
const PLACES: Readonly<Record<string, string>> = {
  [RUN_SERVICE]: 'labels',
  [BUCKET]: 'labels',
  [SECRET]: 'labels',
  [REPOSITORY]: 'labels',
  [FORWARDING_RULE]: 'labels',
  [SQL_INSTANCE]: 'settings.userLabels',
};

export const labels = resourceRule({
  id: 'tandem-gcp-045-labels',
  title: 'Labels are valid, and the required ones are there',
  what: 'Labels keep to the allowed characters, and every resource that can be labelled carries the labels that the pack requires.',
  why: 'The preview does not check labels. Cost reports and alerts are grouped by them, and a resource without them belongs to nobody.',
  source: SOURCE,
  severity: 'low',
  level: 'mandatory',
  remediation: 'Write keys and values in lower case, and add the required labels.',
  example: "labels: { team: 'platform', service: 'api' }",
  types: Object.keys(PLACES),
  settings: { required: { description: 'Keys that every labelled resource must have.', default: [] } },
  judge: (resource, { required }) => {
    const argument = PLACES[resource.type] ?? 'labels';
    const given = valueAt(resource.inputs, argument) ?? {};
    if (isUnknown(given) || typeof given !== 'object')
      return [unknownArgument(resource, argument, 'give the labels as plain text')];
    const missing = required.filter((key) => !(key in given));
    const absent =
      missing.length > 0
        ? [breach(resource, argument, `lacks ${missing.join(', ')}`, `add ${missing.join(', ')}`)]
        : [];
    return [...absent, ...Object.entries(given).flatMap(([key, value]) => judge(resource, argument, key, value))];
  },
});

function judge(resource: Resource, argument: string, key: string, value: unknown): readonly Finding[] {
  const fix =
    'use lower case letters, digits, hyphens and underscores, 63 at most, and a key that begins with a letter';
  if (isUnknown(value)) return [];
  if (KEY.test(key) && VALUE.test(String(value))) return [];
  return [breach(resource, `${argument}.${key}`, `is "${String(value)}", which the API refuses as a label`, fix)];
}
