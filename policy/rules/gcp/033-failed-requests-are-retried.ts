import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { URL_MAP } from '../../../topology/recognise/gcp/types.ts';
import { clientRoutes } from '../../../topology/recognise/gcp/routes.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { blocksNamed } from '../support/blocks.ts';
import { describe } from './support/served.ts';
import { TRAFFIC_MANAGEMENT } from './support/sources.ts';

const ENTRY = 'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry';
const CONDITIONS = ['gateway-error', 'connect-failure'];

export const failedRequestsAreRetried = graphRule({
  id: 'tandem-gcp-033-failed-requests-are-retried',
  title: 'Failed requests are tried again, a few times',
  what: 'Routes to a backend service of two regions retry gateway errors and connection failures, at most the set number of times, with a time limit for each try that leaves time for the next.',
  why: 'Each proxy learns of a bad region by itself, so first errors reach clients unless they are retried. Many retries turn an outage into a storm; a try without a limit hangs as long as the region does.',
  source: TRAFFIC_MANAGEMENT,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set retryPolicy with gateway-error and connect-failure, numRetries 1 or 2 and a perTryTimeout.',
  example:
    "retryPolicy: { retryConditions: ['5xx', 'gateway-error', 'connect-failure'], numRetries: 2, perTryTimeout: { seconds: '2' } }",
  types: [URL_MAP],
  settings: { retries: { description: 'Most retries of one request.', default: 2 } },
  judge: (graph, { retries }) =>
    graph.ofType(URL_MAP).flatMap((map) => {
      const policies = blocksNamed(map.inputs, 'retryPolicy');
      const findings = [
        ...policies.flatMap(({ path, block }) => judge(map, path, block, retries)),
        ...judgeHosts(map, hostsIn(graph)),
      ];
      const { routes } = clientRoutes(graph, map, (service) => describe(graph, service).regions);
      const bare = routes.find(
        ({ services, retryPolicy }) =>
          retryPolicy === undefined && services.some(({ service }) => describe(graph, service).regions.length > 1),
      );
      // What is not known yet has been said already.
      if (!bare || policies.some(({ block }) => isUnknown(block))) return findings;
      const argument = isSet(map.inputs, 'pathMatchers')
        ? 'pathMatchers[0].defaultRouteAction.retryPolicy'
        : 'defaultRouteAction.retryPolicy';
      const fix = `set retryPolicy with ${CONDITIONS.join(' and ')}, numRetries ${retries} and a perTryTimeout`;
      if (isUnknown(valueAt(map.inputs, 'pathMatchers')) || isUnknown(valueAt(map.inputs, 'defaultRouteAction'))) {
        return [...findings, unknownArgument(map, argument, fix)];
      }
      return [...findings, breach(map, argument, 'is not set, so the first errors of a bad region reach clients', fix)];
    }),
});

/** Hosts that certificates of the program are for. */
const hostsIn = (graph: ResourceGraph): readonly string[] =>
  graph.ofType(ENTRY).flatMap(({ inputs }) => textAt(inputs, 'hostname') ?? []);

/** Requests for a host that no host rule names go to the default of the map, past the retries of the path matchers. */
function judgeHosts(map: Resource, hosts: readonly string[]): readonly Finding[] {
  const named = valuesAt(map.inputs, 'hostRules.hosts');
  if (named.length === 0 || named.some(isUnknown) || isSet(map.inputs, 'defaultRouteAction.retryPolicy')) return [];
  const reaches = (host: string, pattern: string): boolean =>
    pattern === '*' || pattern === host || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
  return hosts
    .filter((host) => !named.some((pattern) => reaches(host, String(pattern))))
    .map((host) =>
      breach(
        map,
        'hostRules',
        `names ${named.join(', ')} and not ${host}, whose requests go past the path matchers and their retries`,
        `add ${host} to the hosts`,
      ),
    );
}

function judge(map: Resource, path: string, block: unknown, retries: number): readonly Finding[] {
  const conditions = valuesAt(block, 'retryConditions');
  const missing = CONDITIONS.filter((condition) => !conditions.includes(condition));
  const findings: Finding[] = [];
  const addFix = `add ${missing.join(' and ')} to retryConditions`;
  if (missing.length > 0) {
    const argument = `${path}.retryConditions`;
    findings.push(
      isUnknown(block) || conditions.some(isUnknown)
        ? unknownArgument(map, argument, addFix)
        : breach(map, argument, `lacks ${missing.join(' and ')}`, addFix),
    );
  }
  const count = numberAt(block, 'numRetries') ?? 1;
  const countFix = `set numRetries to ${retries}`;
  if (isUnknown(valueAt(block, 'numRetries'))) findings.push(unknownArgument(map, `${path}.numRetries`, countFix));
  else if (count > retries || count < 1) {
    findings.push(breach(map, `${path}.numRetries`, `is ${count}; allowed is 1 to ${retries}`, countFix));
  }
  if (!isSet(block, 'perTryTimeout')) {
    const problem = 'is not set, so a region that never answers is not retried elsewhere';
    findings.push(breach(map, `${path}.perTryTimeout`, problem, "set perTryTimeout to { seconds: '2' }"));
  }
  findings.push(...judgeTime(map, path, block));
  return findings;
}

/** A try that may take as long as the whole request leaves no time for the next one. */
function judgeTime(map: Resource, path: string, block: unknown): readonly Finding[] {
  const route = path.replace(/\[(\d+)\]/g, '.$1').replace(/\.?retryPolicy$/, '');
  const whole = numberAt(map.inputs, route === '' ? 'timeout.seconds' : `${route}.timeout.seconds`);
  const one = numberAt(block, 'perTryTimeout.seconds');
  if (whole === undefined || one === undefined || one < whole) return [];
  const problem = `is ${one}, while the whole request is given up after ${whole} s, so that no time is left for a retry`;
  return [breach(map, `${path}.perTryTimeout.seconds`, problem, `set it below ${whole}`)];
}
