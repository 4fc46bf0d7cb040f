import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { ROUTE53_CHECK } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { notOneOf, outside } from '../support/values.ts';
import { CHECK_VALUES } from './support/sources.ts';

const LEAST = 3;
const TYPES = [
  'HTTP',
  'HTTPS',
  'HTTP_STR_MATCH',
  'HTTPS_STR_MATCH',
  'TCP',
  'CALCULATED',
  'CLOUDWATCH_METRIC',
  'RECOVERY_CONTROL',
];

export const checkersFromManyPlaces = resourceRule({
  id: 'tandem-aws-015-checkers-from-many-places',
  title: 'Health checks are asked from many places',
  what: 'A health check leaves regions out or names three or more, and its type, interval and threshold are ones that the API knows.',
  why: 'A target is healthy while 18 % of the checkers say so: few places make one bad path look like a lost region. The API takes three or more.',
  source: CHECK_VALUES,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Remove regions, or name at least three.',
  example: "regions: ['us-east-1', 'us-west-2', 'eu-west-1']",
  types: [ROUTE53_CHECK],
  judge: (check) => {
    const regions = valueAt(check.inputs, 'regions');
    const fix = 'remove regions, or name at least three';
    const settings = [
      ...notOneOf(check, 'type', TYPES),
      ...outside(check, 'failureThreshold', { low: 1, high: 10, whole: true }),
      ...outside(check, 'port', { low: 1, high: 65_535, whole: true }),
    ];
    if (isUnknown(regions)) return [...settings, unknownArgument(check, 'regions', fix)];
    if (!Array.isArray(regions) || regions.length === 0 || new Set(regions).size >= LEAST) return settings;
    return [...settings, breach(check, 'regions', `names ${regions.length}; allowed are ${LEAST} or more`, fix)];
  },
});
