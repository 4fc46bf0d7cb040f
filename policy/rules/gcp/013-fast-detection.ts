import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE, HEALTH_CHECK } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { describe } from './support/served.ts';
import { MACHINE_KINDS } from './support/groups.ts';
import { HEALTH_CHECKS } from './support/sources.ts';

const TIMES = ['checkIntervalSec', 'timeoutSec', 'unhealthyThreshold'] as const;

export const fastDetection = graphRule({
  id: 'tandem-gcp-013-fast-detection',
  title: 'Health checks notice a bad region within the budget',
  what: 'The health check of a backend service notices a failure (unhealthyThreshold x checkIntervalSec + timeoutSec) within the budget.',
  why: 'Until the check falls, requests keep going to the bad region. Checks for auto-healing are slower on purpose and not judged.',
  source: HEALTH_CHECKS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Shorten checkIntervalSec or lower unhealthyThreshold.',
  example: 'checkIntervalSec: 5, timeoutSec: 5, unhealthyThreshold: 2',
  types: [HEALTH_CHECK, BACKEND_SERVICE],
  settings: { detectionSeconds: { description: 'Most seconds from the fault to the fallen check.', default: 20 } },
  judge: (graph, { detectionSeconds }) => {
    const services = graph.ofType(BACKEND_SERVICE).filter((service) => describe(graph, service).someOf(MACHINE_KINDS));
    const checks = new Set<Resource>();
    const elsewhere: Resource[] = [];
    for (const service of services) {
      const linked = graph.linked(service, 'healthChecks', [HEALTH_CHECK]);
      linked.forEach((check) => checks.add(check));
      const given = valueAt(service.inputs, 'healthChecks');
      if (linked.length === 0 && given !== undefined && given !== '') elsewhere.push(service);
    }
    return [
      ...[...checks].flatMap((check) => judge(check, detectionSeconds)),
      ...elsewhere.map((service) =>
        undecided(
          service,
          'healthChecks',
          'names a health check that is not in this plan',
          'declare the compute.HealthCheck in this program',
        ),
      ),
    ];
  },
});

function judge(check: Resource, detectionSeconds: number): readonly Finding[] {
  const unknown = TIMES.filter((argument) => isUnknown(valueAt(check.inputs, argument)));
  if (unknown.length > 0) {
    return unknown.map((argument) => unknownArgument(check, argument, `give ${argument} as a plain number`));
  }
  const interval = numberAt(check.inputs, 'checkIntervalSec') ?? 5;
  const timeout = numberAt(check.inputs, 'timeoutSec') ?? 5;
  const threshold = numberAt(check.inputs, 'unhealthyThreshold') ?? 2;
  const seconds = threshold * interval + timeout;
  if (seconds <= detectionSeconds) return [];
  const slowest = threshold > 3 ? 'unhealthyThreshold' : 'checkIntervalSec';
  const problem = `makes detection take ${threshold} x ${interval} + ${timeout} = ${seconds} s; allowed are ${detectionSeconds} s`;
  return [breach(check, slowest, problem, 'set checkIntervalSec 5, timeoutSec 5 and unhealthyThreshold 2')];
}
