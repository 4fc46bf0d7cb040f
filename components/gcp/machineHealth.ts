import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

// What the load balancer needs in front of machines and pods, which it probes by itself: a health check, a way in for it,
// and a policy for a region of which a part is bad.

/** How machines are asked whether they can serve. */
export interface ProbeArgs {
  /** Path that answers 200 only when this one can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** Health check: seconds from one start to the next. Default: 5. */
  readyPeriodSeconds?: pulumi.Input<number>;
  /** Health check: time limit of one probe in seconds, at most the period. Default: 1. */
  readyTimeoutSeconds?: pulumi.Input<number>;
  /** Probes in a row that must fail to take one out. Default: 2. */
  readyFailures?: pulumi.Input<number>;
  /** Probes in a row that must succeed to take it back. Default: 2. */
  readySuccesses?: pulumi.Input<number>;
}

/** A check of each member on the port on which it serves, whichever that is. */
export const healthCheck = (name: string, args: ProbeArgs, parent: pulumi.Resource): gcp.compute.HealthCheck =>
  new gcp.compute.HealthCheck(
    `${name}-check`,
    {
      checkIntervalSec: args.readyPeriodSeconds ?? 5,
      timeoutSec: args.readyTimeoutSeconds ?? 1,
      unhealthyThreshold: args.readyFailures ?? 2,
      healthyThreshold: args.readySuccesses ?? 2,
      httpHealthCheck: { requestPath: args.readyPath ?? '/ready', portSpecification: 'USE_SERVING_PORT' },
      logConfig: { enable: true },
    },
    { parent },
  );

/** Where Google's health checks and front ends come from. Source: https://docs.cloud.google.com/load-balancing/docs/health-checks */
const PROBERS = ['35.191.0.0/16', '130.211.0.0/22'];

/** Lets them in on TCP. A network denies what nothing allows. Default of `ports`: all. */
export function letProbersIn(
  name: string,
  network: pulumi.Input<string>,
  parent: pulumi.Resource,
  ports?: pulumi.Input<string>[],
): void {
  new gcp.compute.Firewall(
    `${name}-probers`,
    {
      network,
      description: 'Health checks and requests of the load balancer.',
      allows: [{ protocol: 'tcp', ...(ports === undefined ? {} : { ports }) }],
      sourceRanges: PROBERS,
    },
    { parent },
  );
}

/**
 * Drains a sick zone and starts to leave a region before all of it is bad. Never isolates regions: that would drop requests.
 *
 * @param threshold percentage of well members below which requests begin to go to the other region, 1..99. Default: 70
 * @returns what a backend service's `serviceLbPolicy` takes
 */
export function drainPolicy(
  name: string,
  threshold: pulumi.Input<number> | undefined,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const policy = new gcp.networkservices.ServiceLbPolicies(
    `${name}-policy`,
    {
      location: 'global',
      autoCapacityDrain: { enable: true },
      failoverConfig: { failoverHealthThreshold: threshold ?? 70 },
    },
    { parent },
  );
  return pulumi.interpolate`//networkservices.googleapis.com/${policy.id}`;
}
