import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, FaultKind, Known, Signal } from '../../model/model.ts';
import { ASKS, CONNECTS } from './signals.ts';
import { askedPort, childrenOf, DEEPEST } from './standing.ts';
import { ALARM, ROUTE53_CHECK } from './types.ts';
import type { Context } from './ways.ts';

// Health checks of Route 53: whether one notices that what a record answers with is bad, and how fast.

/** What a record's check is held against. */
export interface Watch {
  /** Why the check tells nothing about what the record answers with, where it does not. */
  readonly unrelated: (check: Resource) => Known<Evidence>;
  /** Why it cannot be told whether the check tells something about it. */
  readonly unknown: (check: Resource) => Known<Evidence>;
  /** Listener that answers on a port with a redirect, whatever the targets do. */
  readonly redirects: (port: number) => boolean;
}

/** Seconds that one question may take: to connect, to answer, and to match a text. */
const TIMEOUT_SECONDS = { TCP: 10, HTTP: 6, STR_MATCH: 8 } as const;
const DEFAULT_INTERVAL_SECONDS = 30;
const DEFAULT_THRESHOLD = 3;

/** What a health check notices. Its `ttlSeconds` is the record's to say. */
export function checkSignal(context: Context, check: Resource, watch: Watch, depth = 0): Signal {
  const { inputs } = check;
  if (valueAt(inputs, 'disabled') === true)
    return blind(check, 'disabled', 'is switched off: it counts as healthy always');
  const plain = plainSignal(context, check, watch, depth);
  return valueAt(inputs, 'invertHealthcheck') === true
    ? blind(check, 'invertHealthcheck', 'is inverted: it falls while what it asks is well')
    : plain;
}

/** What a check notices before it may be inverted. */
function plainSignal(context: Context, check: Resource, watch: Watch, depth: number): Signal {
  const type = textAt(check.inputs, 'type');
  switch (type) {
    case undefined:
      return open(context, check, 'type', 'of which type it is cannot be told');
    case 'RECOVERY_CONTROL':
      return blind(check, 'routingControlArn', 'falls only when somebody turns the routing control');
    case 'CLOUDWATCH_METRIC':
      return alarmSignal(context, check);
    case 'CALCULATED':
      return calculated(context, check, watch, depth);
    default:
      return endpointSignal(context, check, type, watch);
  }
}

function endpointSignal(context: Context, check: Resource, type: string, watch: Watch): Signal {
  const unrelated = watch.unrelated(check);
  if (unrelated) return { kind: 'dns-check', sees: [], evidence: [unrelated] };
  const unknown = watch.unknown(check);
  if (unknown) context.undecided.push({ about: 'entry', evidence: unknown });
  const periodSeconds = numberAt(check.inputs, 'requestInterval') ?? DEFAULT_INTERVAL_SECONDS;
  const threshold = numberAt(check.inputs, 'failureThreshold') ?? DEFAULT_THRESHOLD;
  const port = askedPort(check);
  const redirected = type === 'HTTP' && watch.redirects(port);
  const connectsOnly = type === 'TCP' || redirected;
  const says = redirected
    ? `the check asks port ${port}, which answers with a redirect whatever the targets do: it cannot see that requests fail`
    : connectsOnly
      ? 'the check only opens a connection: it cannot see errors or a region that accepts and never answers'
      : `a check every ${periodSeconds} s falls after ${threshold} failures`;
  return seeing(check, connectsOnly ? CONNECTS : ASKS, says, {
    periodSeconds,
    timeoutSeconds:
      type === 'TCP' ? TIMEOUT_SECONDS.TCP : TIMEOUT_SECONDS[type.endsWith('MATCH') ? 'STR_MATCH' : 'HTTP'],
    failures: threshold,
    successes: threshold,
  });
}

/** An alarm counts what it counts: which faults move its metric is not in the plan. */
function alarmSignal(context: Context, check: Resource): Signal {
  const alarm = context.graph.linked(check, 'cloudwatchAlarmName', [ALARM])[0];
  const periodSeconds = numberAt(alarm?.inputs, 'period') ?? 60;
  const periods = numberAt(alarm?.inputs, 'evaluationPeriods') ?? 1;
  return open(context, check, 'cloudwatchAlarmName', 'follows an alarm: which faults its metric shows cannot be told', {
    periodSeconds,
    timeoutSeconds: 0,
    failures: periods,
    successes: periods,
  });
}

/** Falls once fewer children than the threshold are well, so several may have to fall: the slowest of those decides. */
function calculated(context: Context, check: Resource, watch: Watch, depth: number): Signal {
  const children = childrenOf(context, check);
  const threshold = numberAt(check.inputs, 'childHealthThreshold');
  if (children === undefined || threshold === undefined || depth >= DEEPEST)
    return open(context, check, 'childHealthchecks', 'what it is calculated from cannot be told');
  if (threshold === 0) return blind(check, 'childHealthThreshold', 'needs no child to be well: it is healthy always');
  const needed = Math.max(1, children.length - threshold + 1);
  const falling = children
    .map((child) => checkSignal(context, child, watch, depth + 1))
    .filter(({ sees }) => sees.includes('crash'))
    .sort((one, other) => fallSeconds(one) - fallSeconds(other))
    .slice(0, needed);
  const slowest = falling.at(-1);
  if (falling.length < needed || slowest?.probe === undefined) {
    const says = `falls when ${needed} of its ${children.length} children fall, and ${falling.length} of them would`;
    return blind(check, 'childHealthThreshold', says);
  }
  const sees = slowest.sees.filter((fault) => falling.every((child) => child.sees.includes(fault)));
  const says = `falls when ${needed} of its ${children.length} children have`;
  const own = { urn: check.urn, argument: 'childHealthThreshold', says };
  return { ...slowest, sees, evidence: [...slowest.evidence, own] };
}

const fallSeconds = ({ probe }: Signal): number => (probe ? probe.periodSeconds * probe.failures : 0);

type Probe = NonNullable<Signal['probe']>;

const seeing = (check: Resource, sees: readonly FaultKind[], says: string, probe: Probe): Signal => ({
  kind: 'dns-check',
  sees,
  probe,
  evidence: [{ urn: check.urn, argument: 'requestInterval', says }],
});

const blind = (check: Resource, argument: string, says: string): Signal => ({
  kind: 'dns-check',
  sees: [],
  evidence: [{ urn: check.urn, argument, says }],
});

/** A check that may or may not notice. It is taken to, and the verdict stays open. */
function open(context: Context, check: Resource, argument: string, says: string, probe: Probe = USUAL): Signal {
  context.undecided.push({ about: 'entry', evidence: { urn: check.urn, argument, says } });
  return seeing(check, ASKS, says, probe);
}

const USUAL: Probe = {
  periodSeconds: DEFAULT_INTERVAL_SECONDS,
  timeoutSeconds: TIMEOUT_SECONDS.HTTP,
  failures: DEFAULT_THRESHOLD,
  successes: DEFAULT_THRESHOLD,
};

/** Health checks that a record names. */
export const checksOf = (graph: ResourceGraph, record: Resource): readonly Resource[] =>
  graph.linked(record, 'healthCheckId', [ROUTE53_CHECK]);
