import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { runServices, servedBy } from './support/served.ts';
import { RUN_LIMITS } from './support/sources.ts';

/** Probes beside the readiness probe, with what their absence does. */
const PROBES = {
  startupProbe: 'so a new instance gets requests as soon as its port opens, ready or not',
  livenessProbe: 'so an instance that hangs is never restarted',
} as const;

export const instancesStartReady = graphRule({
  id: 'tandem-gcp-062-instances-start-ready',
  title: 'Instances are ready when requests come, and heal',
  what: 'Cloud Run services behind two regions have a startup probe that asks over HTTP or gRPC, and a liveness probe.',
  why: 'An instance gets requests before its first readiness probe is counted, and a failover starts many at once. Readiness takes a hung instance out of service, and only liveness replaces it.',
  source: RUN_LIMITS,
  severity: 'medium',
  level: 'mandatory',
  remediation:
    'Give startupProbe the path of the readiness probe, and livenessProbe one that asks for the process alone.',
  example:
    "startupProbe: { httpGet: { path: '/ready' }, periodSeconds: 2, failureThreshold: 15 }, livenessProbe: { httpGet: { path: '/live' } }",
  types: [RUN_SERVICE],
  judge: (graph) => {
    const served = servedBy(graph).filter(({ groups }) => groups.length > 1);
    const services = new Set(served.flatMap((one) => runServices(graph, one).map(({ run }) => run)));
    return [...services].filter(({ type }) => type === RUN_SERVICE).flatMap(judge);
  },
});

function judge(run: Resource): readonly Finding[] {
  const list = 'template.containers';
  if (isUnknown(valueAt(run.inputs, list))) return [unknownArgument(run, list, 'give the containers as a list')];
  // The container that answers requests is the one with a port, or the only one.
  const containers = blocksAt(run.inputs, list);
  const index = Math.max(
    0,
    containers.findIndex((container) => isSet(container, 'ports')),
  );
  const container = containers[index];
  return Object.entries(PROBES).flatMap(([probe, otherwise]): readonly Finding[] => {
    const argument = `${list}[${index}].${probe}`;
    const value = valueAt(container, probe);
    const fix = `set ${probe} with httpGet or grpc`;
    if (isUnknown(value)) return [unknownArgument(run, argument, fix)];
    if (isSet(value, 'httpGet') || isSet(value, 'grpc')) return [];
    const given = value === undefined || value === null ? 'is not set' : 'has neither httpGet nor grpc';
    return [breach(run, argument, `${given}, ${otherwise}`, fix)];
  });
}
