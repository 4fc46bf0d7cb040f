import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { SERVERLESS_NEGS } from './support/sources.ts';

/** Arguments that work in a service mesh only. */
const MESH_ONLY = ['circuitBreakers', 'maxStreamDuration', 'consistentHash'];
const OUTLIER = 'outlierDetection';
const SUCCESS_RATE = [
  'enforcingSuccessRate',
  'successRateMinimumHosts',
  'successRateRequestVolume',
  'successRateStdevFactor',
];
/** Limits that the API knows for instances and endpoints only. */
const LIMIT = /^max(Rate|Connections|InFlightRequests)/;
/** Modes of balancing that need something beside them. */
const MODES: Readonly<Record<string, RegExp>> = {
  CUSTOM_METRICS: /^customMetrics$/,
  IN_FLIGHT: /^maxInFlightRequests/,
};
/** Arguments that serverless groups do not support, with the value that means "not used". */
const NOT_SERVERLESS: readonly (readonly [argument: string, unused: string])[] = [
  ['localityLbPolicy', ''],
  ['sessionAffinity', 'NONE'],
];

export const supportedTogether = graphRule({
  id: 'tandem-gcp-061-supported-together',
  title: 'Backend services use what their groups support',
  what: 'Serverless groups come without locality policy, session affinity, success rates and limits of instances, a mode of balancing has the numbers that it needs, mesh-only arguments are not used at the edge, and services for HTTP do not balance by connections.',
  why: 'The API refuses or ignores these combinations, and the preview does not notice.',
  source: SERVERLESS_NEGS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Remove the argument.',
  example: "new BackendService(name, { loadBalancingScheme: 'EXTERNAL_MANAGED', backends, outlierDetection })",
  types: [BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const { someOf, told } = describe(graph, service);
      const mesh = textAt(service.inputs, 'loadBalancingScheme') === 'INTERNAL_SELF_MANAGED';
      const findings: Finding[] = mesh
        ? []
        : MESH_ONLY.filter((argument) => isSet(service.inputs, argument)).map((argument) =>
            breach(
              service,
              argument,
              'is set; it works with the scheme INTERNAL_SELF_MANAGED only',
              `remove ${argument}`,
            ),
          );
      findings.push(...judgeModes(service));
      const used = NOT_SERVERLESS.filter(([argument, unused]) => isUsed(service, argument, unused));
      if (someOf(['serverless'])) {
        return [
          ...findings,
          ...[...used.map(([argument]) => argument), ...limitsOf(service)].map((argument) =>
            breach(service, argument, 'is set; serverless groups do not support it', `remove ${argument}`),
          ),
        ];
      }
      if (told || someOf(['zonal-group', 'regional-group', 'zonal-neg'])) return findings;
      return [
        ...findings,
        ...used.map(([argument]) =>
          undecided(
            service,
            argument,
            'is set, and whether its groups are serverless is not in the plan',
            `remove ${argument}`,
          ),
        ),
      ];
    }),
});

/** Balancing by connections belongs to the load balancers for TCP. */
function judgeModes(service: Resource): readonly Finding[] {
  const protocol = textAt(service.inputs, 'protocol') ?? 'HTTP';
  if (!/^(HTTP|H2C)/.test(protocol)) return [];
  return blocksAt(service.inputs, 'backends').flatMap((block, index): readonly Finding[] => {
    const mode = textAt(block, 'balancingMode') ?? '';
    const needed = MODES[mode];
    if (needed && !Object.keys(block).some((argument) => needed.test(argument))) {
      const problem = `is ${mode}, and nothing beside it says how much that is`;
      return [breach(service, `backends[${index}].balancingMode`, problem, 'set balancingMode to RATE')];
    }
    if (mode !== 'CONNECTION') return [];
    const problem = `is CONNECTION, which works with TCP only; the protocol is ${protocol}`;
    return [breach(service, `backends[${index}].balancingMode`, problem, 'set balancingMode to RATE')];
  });
}

/** Success rates, limits and modes that a service over serverless groups sets. */
const limitsOf = (service: Resource): readonly string[] => [
  ...SUCCESS_RATE.map((argument) => `${OUTLIER}.${argument}`).filter((argument) => isSet(service.inputs, argument)),
  ...blocksAt(service.inputs, 'backends').flatMap((block, index) =>
    Object.keys(block)
      .filter((argument) => LIMIT.test(argument) && !service.defaults.has(`backends.${index}.${argument}`))
      .map((argument) => `backends[${index}].${argument}`),
  ),
];

function isUsed(service: Resource, argument: string, unused: string): boolean {
  const value = valueAt(service.inputs, argument);
  return value !== undefined && value !== null && value !== '' && value !== unused && !isUnknown(value);
}
