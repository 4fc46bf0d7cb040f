import type { Resource } from '../../graph/graph.ts';
import { isSet, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, FaultKind, Signal } from '../../model/model.ts';
import { ACCELERATOR_SECONDS } from '../../arithmetic/assumptions.ts';

// What tells a load balancer that a target is bad, and an accelerator that an endpoint is.

/** Faults that a probe sees which asks for an answer on the port that serves. */
export const ASKS: readonly FaultKind[] = ['crash', 'error', 'hang', 'slow'];
/** Faults that a probe sees which only opens a connection, or asks another port. */
export const CONNECTS: readonly FaultKind[] = ['crash'];

/**
 * Health check of a target group; undefined when it is switched off.
 *
 * @param servingPort port of the targets that requests go to, where it differs from the group's
 */
export function targetCheck(group: Resource, servingPort: number | undefined): Signal | undefined {
  const check = valueAt(group.inputs, 'healthCheck');
  if (valueAt(check, 'enabled') === false) return undefined;
  const serves = textAt(group.inputs, 'protocol') ?? 'HTTP';
  const protocol =
    textAt(check, 'protocol') ?? (isSet(group.inputs, 'healthCheck') || /^HTTP/.test(serves) ? 'HTTP' : 'TCP');
  const asked = numberAt(check, 'port');
  const port = servingPort ?? numberAt(group.inputs, 'port');
  const otherPort = asked !== undefined && port !== undefined && asked !== port;
  const connectsOnly = protocol === 'TCP';
  const periodSeconds = numberAt(check, 'interval') ?? 30;
  const failures = numberAt(check, 'unhealthyThreshold') ?? 3;
  const says = otherPort
    ? `the health check asks port ${asked} while requests go to port ${port}: it cannot see that requests fail`
    : connectsOnly
      ? 'the health check only opens a connection: it cannot see errors or a region that accepts and never answers'
      : `a health check every ${periodSeconds} s falls after ${failures} failures`;
  return {
    kind: 'health-check',
    sees: otherPort || connectsOnly ? CONNECTS : ASKS,
    probe: {
      periodSeconds,
      timeoutSeconds: numberAt(check, 'timeout') ?? (serves === 'HTTP' ? 6 : 10),
      failures,
      successes: numberAt(check, 'healthyThreshold') ?? 3,
    },
    evidence: [{ urn: group.urn, argument: 'healthCheck', says }],
  };
}

/** Check of targets that are not in the plan: the provider's default. */
export const unseenCheck = (owner: Resource): Signal => ({
  kind: 'health-check',
  sees: ASKS,
  probe: { periodSeconds: 30, timeoutSeconds: 10, failures: 3, successes: 3 },
  evidence: [{ urn: owner.urn, says: 'the health check of its targets is not in the plan: the default is taken' }],
});

/** A load balancer's own signal as an accelerator acts on it. */
export const accelerated = (signal: Signal, accelerator: Resource): Signal => ({
  ...signal,
  delaySeconds: ACCELERATOR_SECONDS,
  evidence: [...signal.evidence, reaction(accelerator)],
});

/** An accelerator's own check of endpoints that are no load balancers. */
export function endpointCheck(group: Resource, accelerator: Resource): Signal {
  const connectsOnly = (textAt(group.inputs, 'healthCheckProtocol') ?? 'TCP') === 'TCP';
  const periodSeconds = numberAt(group.inputs, 'healthCheckIntervalSeconds') ?? 30;
  const threshold = numberAt(group.inputs, 'thresholdCount') ?? 3;
  return {
    kind: 'health-check',
    sees: connectsOnly ? CONNECTS : ASKS,
    // How long it waits for an answer is not published; it cannot be longer than the time to the next question.
    probe: { periodSeconds, timeoutSeconds: periodSeconds, failures: threshold, successes: threshold },
    delaySeconds: ACCELERATOR_SECONDS,
    evidence: [
      {
        urn: group.urn,
        argument: connectsOnly ? 'healthCheckProtocol' : 'healthCheckIntervalSeconds',
        says: connectsOnly
          ? 'the endpoint check only opens a connection: it cannot see errors or a region that accepts and never answers'
          : `an endpoint check every ${periodSeconds} s falls after ${threshold} failures`,
      },
      reaction(accelerator),
    ],
  };
}

const reaction = ({ urn }: Resource): Evidence => ({
  urn,
  says: `new connections move up to ${ACCELERATOR_SECONDS} s later; open ones are not moved`,
});
