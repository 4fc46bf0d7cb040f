import { change, type Draft, relink } from '../../support/graph.ts';

// Single settings that anybody may worsen, by the type of the resource they are on, for plans of either cloud.

export type Plan = readonly Draft[];

/** One setting of one plan. */
export interface Worsening {
  readonly name: string;
  /** The plan with that setting worse by a part of its value, 0..1; the plan as it was where the setting is not there. */
  readonly apply: (plan: Plan, amount: number) => Plan;
}

interface Row {
  /** End of the type token. */
  readonly type: string;
  readonly path: string;
  /** What becomes of the value; undefined takes it away. */
  readonly to: (from: unknown, amount: number) => unknown;
}

const grows = (type: string, path: string): Row => ({
  type,
  path,
  to: (from, amount) => Math.ceil(Number(from) * (1 + amount)),
});
const shrinks = (type: string, path: string, least = 0): Row => ({
  type,
  path,
  to: (from, amount) => Math.max(least, Math.floor(Number(from) * (1 - amount))),
});
const goes = (type: string, path: string): Row => ({ type, path, to: () => undefined });
const becomes = (type: string, path: string, value: unknown): Row => ({ type, path, to: () => value });

const PROBE = 'template.containers.0.readinessProbe';
const [RUN, BACKENDS, CHECK, SCALER] = [
  'v2/service:Service',
  ':BackendService',
  '/healthCheck:HealthCheck',
  ':Autoscaler',
];
const [TARGETS, RECORD, ROUTE53] = [':TargetGroup', ':Record', '53/healthCheck:HealthCheck'];

const ROWS: readonly Row[] = [
  grows(RUN, `${PROBE}.periodSeconds`),
  grows(RUN, `${PROBE}.failureThreshold`),
  goes(RUN, PROBE),
  shrinks(RUN, 'scaling.minInstanceCount'),
  grows(BACKENDS, 'outlierDetection.consecutiveGatewayFailure'),
  grows(BACKENDS, 'outlierDetection.baseEjectionTime.seconds'),
  shrinks(BACKENDS, 'outlierDetection.maxEjectionPercent'),
  goes(BACKENDS, 'outlierDetection'),
  shrinks(BACKENDS, 'backends.1.capacityScaler'),
  grows(CHECK, 'checkIntervalSec'),
  grows(CHECK, 'unhealthyThreshold'),
  shrinks(SCALER, 'autoscalingPolicy.minReplicas'),
  grows(':RecordSet', 'ttl'),
  goes(':Bucket', 'rpo'),
  goes(':DatabaseInstance', 'settings.availabilityType'),
  grows(TARGETS, 'healthCheck.interval'),
  grows(TARGETS, 'healthCheck.unhealthyThreshold'),
  shrinks('appautoscaling/target:Target', 'minCapacity'),
  grows(RECORD, 'ttl'),
  goes(RECORD, 'healthCheckId'),
  becomes(RECORD, 'aliases.0.evaluateTargetHealth', false),
  becomes(ROUTE53, 'requestInterval', 30),
  grows(ROUTE53, 'failureThreshold'),
  goes('dynamodb/table:Table', 'replicas'),
  goes('secretsmanager/secret:Secret', 'replicas'),
  goes(':BucketReplicationConfig', 'rules.0.destination.replicationTime'),
  shrinks('TwoRegion', 'declared.instanceRps'),
  grows('TwoRegion', 'declared.decisionSeconds'),
];

/** Where no load is declared the largest region is the measure, so that a smaller one asks less of the others. */
const AGAINST_LOAD: readonly Row[] = [
  shrinks(RUN, 'scaling.maxInstanceCount', 1),
  shrinks(SCALER, 'autoscalingPolicy.maxReplicas', 1),
  shrinks('appautoscaling/target:Target', 'maxCapacity', 1),
];

/** Every setting of the tables that a plan has. */
export function worseningsOf(plan: Plan): readonly Worsening[] {
  const rows = plan.some(({ inputs }) => 'declared' in inputs) ? [...ROWS, ...AGAINST_LOAD] : ROWS;
  return plan.flatMap((one) =>
    rows
      .filter(({ type, path }) => one.type.endsWith(type) && valueAt(one, path) !== undefined)
      .map((row) => worsening(one.name, row)),
  );
}

function worsening(name: string, { path, to }: Row): Worsening {
  return {
    name: `${name} ${path}`,
    apply: (plan, amount) => {
      const resource = plan.find((candidate) => candidate.name === name);
      const from = resource && valueAt(resource, path);
      if (from === undefined) return plan;
      const worse = to(from, amount);
      // An argument that is gone links to nothing.
      return change(worse === undefined ? relink(plan, name, path, []) : plan, name, path, worse);
    },
  };
}

const valueAt = ({ inputs }: Draft, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], inputs);
