import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { servedBy } from './support/served.ts';
import { SERVERLESS_NEGS } from './support/sources.ts';

const SUCCESS_RATE = [
  'enforcingSuccessRate',
  'successRateMinimumHosts',
  'successRateRequestVolume',
  'successRateStdevFactor',
] as const;

/** A number of outlier detection: its default, and whether a value is strong enough. */
interface Demand {
  readonly argument: string;
  readonly missing: number;
  readonly allowed: string;
  readonly holds: (value: number) => boolean;
  readonly set: string;
}

export const errorsEjectARegion = graphRule({
  id: 'tandem-gcp-008-errors-eject-a-region',
  title: 'A region that answers with errors is ejected',
  what: 'A backend service over serverless regions sets outlierDetection strongly enough to eject one of them, and without success-rate fields.',
  why: 'Probes do not see a region whose health endpoint answers while requests fail. The defaults do not help: gateway failures are not enforced, and 10 % of two endpoints is less than one.',
  source: SERVERLESS_NEGS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Enforce both kinds of consecutive errors fully, allow half of the endpoints to be ejected, and eject for three minutes or longer.',
  example:
    'outlierDetection: { consecutiveErrors: 5, enforcingConsecutiveErrors: 100, consecutiveGatewayFailure: 3, enforcingConsecutiveGatewayFailure: 100, maxEjectionPercent: 50, interval: { seconds: 1 }, baseEjectionTime: { seconds: 180 } }',
  types: [BACKEND_SERVICE],
  settings: {
    baseEjectionSeconds: { description: 'Shortest first ejection, in seconds.', default: 180 },
    consecutiveErrors: { description: 'Most errors in a row before an ejection.', default: 10 },
  },
  judge: (graph, { baseEjectionSeconds, consecutiveErrors }) =>
    servedBy(graph).flatMap(({ service, groups, someOf }) => {
      if (!someOf(['serverless']) || groups.length < 2) return [];
      // The API refuses outlier detection together with an identity-aware proxy.
      if (valueAt(service.inputs, 'iap.enabled') === true) return [];
      const fix = 'set outlierDetection with maxEjectionPercent, baseEjectionTime and both enforcing fields';
      if (unknownAt(service, 'outlierDetection')) return [unknownArgument(service, 'outlierDetection', fix)];
      if (!isSet(service.inputs, 'outlierDetection')) {
        return [
          breach(service, 'outlierDetection', 'is not set; errors that probes do not see never eject a region', fix),
        ];
      }
      const share = Math.ceil(100 / groups.length);
      const demands: readonly Demand[] = [
        full('enforcingConsecutiveErrors', 100),
        full('enforcingConsecutiveGatewayFailure', 0),
        between('consecutiveErrors', 5, 1, consecutiveErrors),
        between('consecutiveGatewayFailure', 5, 1, consecutiveErrors),
        between('maxEjectionPercent', 10, share, 100),
        between('baseEjectionTime.seconds', 30, baseEjectionSeconds, Infinity),
        between('interval.seconds', 10, 0, 10),
      ];
      return [...successRate(service), ...demands.flatMap((demand) => judge(service, demand))];
    }),
});

const full = (argument: string, missing: number): Demand => ({
  argument,
  missing,
  allowed: '100',
  holds: (value) => value === 100,
  set: '100',
});

const between = (argument: string, missing: number, low: number, high: number): Demand => ({
  argument,
  missing,
  allowed: high === Infinity ? `${low} or more` : `${low} to ${high}`,
  holds: (value) => value >= low && value <= high,
  set: String(missing < low ? low : Math.min(missing, high)),
});

function judge(service: Resource, demand: Demand): readonly Finding[] {
  const argument = `outlierDetection.${demand.argument}`;
  const fix = `set ${argument} to ${demand.set}`;
  if (unknownAt(service, argument)) return [unknownArgument(service, argument, fix)];
  const given = numberAt(service.inputs, argument);
  const value = given ?? demand.missing;
  if (demand.holds(value)) return [];
  const says = given === undefined ? `is not set and defaults to ${value}` : `is ${value}`;
  return [breach(service, argument, `${says}; allowed is ${demand.allowed}`, fix)];
}

const successRate = (service: Resource): readonly Finding[] =>
  SUCCESS_RATE.map((field) => `outlierDetection.${field}`)
    .filter((argument) => isSet(service.inputs, argument))
    .map((argument) => breach(service, argument, 'is set; serverless groups do not support it', `remove ${argument}`));
