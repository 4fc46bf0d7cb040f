import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, valueAt } from '../../../topology/graph/value.ts';
import { runCapacity } from '../../../topology/recognise/gcp/pools.ts';
import { outlierDetection } from '../../../topology/recognise/gcp/signals.ts';
import { BACKEND_SERVICE, RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { runServices, servedBy, type Served } from './support/served.ts';
import { RUN_SERVICE_HEALTH } from './support/sources.ts';

export const regionsAreProbed = graphRule({
  id: 'tandem-gcp-006-regions-are-probed',
  title: 'Every Cloud Run region can be seen to fail',
  what: 'Each Cloud Run service behind a global backend service has a readiness probe and at least one instance that runs all the time. Serverless products without service health are watched by outlier detection.',
  why: 'The load balancer computes the health of a region from readiness probes of running instances. Without them a dead region counts as healthy.',
  source: RUN_SERVICE_HEALTH,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Set readinessProbe on the serving container and scaling.minInstanceCount >= 1 in every region.',
  example:
    "scaling: { minInstanceCount: 2 }, template: { containers: [{ image, readinessProbe: { httpGet: { path: '/ready' }, periodSeconds: 5, failureThreshold: 2 } }] }",
  types: [BACKEND_SERVICE, RUN_SERVICE],
  judge: (graph) =>
    servedBy(graph).flatMap((served) => {
      if (!served.someOf(['serverless']) || served.groups.length < 2) return [];
      const services = runServices(graph, served);
      const probed = services.filter(({ run }) => run.type === RUN_SERVICE);
      const findings = distinct(probed.map(({ run }) => run)).flatMap(judgeRun);
      const rest = served.groups.filter(({ kind }) => kind === 'serverless').length - probed.length;
      return rest > 0 ? [...findings, ...judgeUnprobed(served, rest)] : findings;
    }),
});

function judgeRun(run: Resource): readonly Finding[] {
  const findings: Finding[] = [];
  const containers = blocksAt(run.inputs, 'template.containers');
  const probe = 'template.containers[0].readinessProbe';
  const addProbe = 'set readinessProbe with httpGet or grpc on the container that serves requests';
  if (containers.length === 0) findings.push(unknownArgument(run, 'template.containers', addProbe));
  else if (!containers.some((container) => isSet(container, 'readinessProbe'))) {
    findings.push(
      breach(run, probe, 'is not set; a region without a readiness probe counts as healthy for ever', addProbe),
    );
  } else if (!containers.some((container) => hasProtocol(valueAt(container, 'readinessProbe')))) {
    findings.push(breach(run, probe, 'has neither httpGet nor grpc, so it asks nothing', addProbe));
  }
  const fix = 'set scaling.minInstanceCount to 1 or more';
  const { minInstances } = runCapacity(run, undefined);
  if (minInstances === undefined) findings.push(unknownArgument(run, 'scaling.minInstanceCount', fix));
  else if (minInstances < 1) {
    const problem = `is ${minInstances}; with no running instance nothing is probed, allowed is 1 or more`;
    findings.push(breach(run, 'scaling.minInstanceCount', problem, fix));
  }
  return findings;
}

/** Regions whose product has no service health, or whose service is not in the plan. */
function judgeUnprobed({ service, groups }: Served, count: number): readonly Finding[] {
  const outlier = outlierDetection(service, groups.length, true);
  if (outlier && 'signal' in outlier && outlier.signal.sees.length > 0) return [];
  const fix =
    'put the Cloud Run services in this program, or set outlierDetection with maxEjectionPercent of 50 or more';
  return [
    undecided(service, 'backends', `leads to ${count} serverless services whose probes are not in the plan`, fix),
  ];
}

const hasProtocol = (probe: unknown): boolean =>
  typeof probe === 'string' || isSet(probe, 'httpGet') || isSet(probe, 'grpc');

const distinct = (resources: readonly Resource[]): readonly Resource[] => [...new Set(resources)];
