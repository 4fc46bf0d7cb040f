import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  BALANCERS,
  BUCKETS,
  DATABASE_CLUSTER,
  ECS_SERVICE,
  REPOSITORY,
  SECRET,
  TABLE,
} from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { TAGGING } from './support/sources.ts';

const KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u;

export const tags = resourceRule({
  id: 'tandem-aws-054-tags',
  title: 'Tags are valid, and the required ones are there',
  what: 'Tags keep to the allowed characters and lengths, and every resource that serves or stores carries the tags that the pack requires.',
  why: 'The preview does not check tags. Cost reports and alarms are grouped by them, and a resource without them belongs to nobody.',
  source: TAGGING,
  severity: 'low',
  level: 'mandatory',
  remediation: 'Correct the tag, or add the required ones.',
  example: "tags: { team: 'platform', service: 'api' }",
  types: [...BALANCERS, ...BUCKETS, DATABASE_CLUSTER, ECS_SERVICE, REPOSITORY, SECRET, TABLE],
  settings: { required: { description: 'Keys that every resource that serves or stores must have.', default: [] } },
  judge: (resource, { required }) => {
    const given = valueAt(resource.inputs, 'tags') ?? {};
    const everything = { ...(valueAt(resource.inputs, 'tagsAll') as object | undefined), ...given };
    if (isUnknown(given) || typeof given !== 'object')
      return [unknownArgument(resource, 'tags', 'give the tags as plain text')];
    const missing = required.filter((key) => !(key in everything));
    const absent =
      missing.length > 0 ? [breach(resource, 'tags', `lacks ${missing.join(', ')}`, `add ${missing.join(', ')}`)] : [];
    const wrong = Object.entries(given).flatMap(([key, value]): readonly Finding[] => {
      if (isUnknown(value) || (KEY.test(key) && VALUE.test(String(value)))) return [];
      return [
        breach(
          resource,
          `tags.${key}`,
          `is "${String(value)}", which the API refuses`,
          'use letters, digits, spaces and _.:/=+-@, no aws: in front, 128 for a key and 256 for a value',
        ),
      ];
    });
    return [...absent, ...wrong];
  },
});
