import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE, HEALTH_CHECK, RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { MACHINE_KINDS } from './support/groups.ts';
import { runServices, servedBy, type Served } from './support/served.ts';
import { HEALTH_CHECKS } from './support/sources.ts';
import { written } from '../support/values.ts';

/** The three numbers that make the time to detection, in the words of one kind of probe. */
interface Probe {
  /** Where the numbers stand: '' for the resource itself. */
  readonly at: string;
  readonly interval: readonly [argument: string, unset: number];
  readonly timeout: readonly [argument: string, unset: number];
  readonly failures: readonly [argument: string, unset: number];
}

const CHECK: Probe = {
  at: '',
  interval: ['checkIntervalSec', 5],
  timeout: ['timeoutSec', 5],
  failures: ['unhealthyThreshold', 2],
};
const readiness = (index: number): Probe => ({
  at: `template.containers.${index}.readinessProbe.`,
  interval: ['periodSeconds', 10],
  timeout: ['timeoutSeconds', 1],
  failures: ['failureThreshold', 3],
});

export const fastDetection = graphRule({
  id: 'tandem-gcp-013-fast-detection',
  title: 'Probes notice a bad region within the budget',
  what: 'The health check of a backend service, or the readiness probe of a Cloud Run service, notices a failure (failures in a row x interval + time limit) within its budget.',
  why: 'Until the check falls, requests keep going to the bad region. Checks for auto-healing are slower on purpose and not judged.',
  source: HEALTH_CHECKS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Shorten the interval or lower the number of failures.',
  example: 'checkIntervalSec: 5, timeoutSec: 5, unhealthyThreshold: 2',
  types: [HEALTH_CHECK, RUN_SERVICE, BACKEND_SERVICE],
  settings: {
    detectionSeconds: { description: 'Most seconds from the fault to a fallen health check.', default: 20 },
    readinessSeconds: { description: 'Most seconds from the fault to a fallen readiness probe.', default: 35 },
  },
  judge: (graph, { detectionSeconds, readinessSeconds }) => {
    const served = servedBy(graph).filter(({ groups }) => groups.length > 1);
    return [
      ...served.flatMap((one) => judgeCheck(graph, one, detectionSeconds)),
      ...distinct(served.flatMap((one) => runServices(graph, one).map(({ run }) => run)))
        .filter(({ type }) => type === RUN_SERVICE)
        .flatMap((run) => judgeReadiness(run, readinessSeconds)),
    ];
  },
});

function judgeCheck(graph: ResourceGraph, { service, someOf }: Served, seconds: number): readonly Finding[] {
  const given = valueAt(service.inputs, 'healthChecks');
  if (!someOf(MACHINE_KINDS) || given === undefined || given === '') return [];
  const checks = graph.linked(service, 'healthChecks', [HEALTH_CHECK]);
  if (checks.length > 0) return checks.flatMap((check) => judge(check, CHECK, seconds));
  const fix = 'declare the compute.HealthCheck in this program';
  return [undecided(service, 'healthChecks', 'names a health check that is not in this plan', fix)];
}

const judgeReadiness = (run: Resource, seconds: number): readonly Finding[] =>
  blocksAt(run.inputs, 'template.containers').flatMap((container, index) =>
    isSet(container, 'readinessProbe') ? judge(run, readiness(index), seconds) : [],
  );

function judge(resource: Resource, probe: Probe, budgetSeconds: number): readonly Finding[] {
  const parts = [probe.interval, probe.timeout, probe.failures];
  const pathOf = (argument: string): string => `${probe.at}${argument}`;
  const unknown = parts.filter(([argument]) => isUnknown(valueAt(resource.inputs, pathOf(argument))));
  if (unknown.length > 0) {
    return unknown.map(([argument]) =>
      unknownArgument(resource, written(pathOf(argument)), `give ${argument} as a plain number`),
    );
  }
  const [interval = 0, timeout = 0, failures = 0] = parts.map(
    ([argument, unset]) => numberAt(resource.inputs, pathOf(argument)) ?? unset,
  );
  const seconds = failures * interval + timeout;
  if (seconds <= budgetSeconds) return [];
  const [slowest] = failures > 3 ? probe.failures : probe.interval;
  const problem = `makes detection take ${failures} x ${interval} + ${timeout} = ${seconds} s; allowed are ${budgetSeconds} s`;
  const fix = `lower ${probe.interval[0]} to 5 and ${probe.failures[0]} to 2`;
  return [breach(resource, written(pathOf(slowest)), problem, fix)];
}

const distinct = (resources: readonly Resource[]): readonly Resource[] => [...new Set(resources)];
