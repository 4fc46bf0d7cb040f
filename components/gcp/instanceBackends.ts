import * as pulumi from '@pulumi/pulumi';
import { backendServices } from './backendServices.ts';
import { PORT_NAME } from './instances.ts';
import { drainPolicy, healthCheck, letProbersIn, type ProbeArgs } from './machineHealth.ts';
import type { RouteTarget } from './routes.ts';

/** One region's groups as the entry sees them. */
export interface GcpInstanceBackend {
  /** Google Cloud region. Plain, because it names the resources; also the value that pins a request to it. */
  region: string;
  /** Ids of the region's zonal instance groups. Plain list, because it decides how many backends there are. */
  groups: readonly pulumi.Input<string>[];
  /**
   * Requests per second that the entry aims at for one machine of this region before it sends more to the other. Not a
   * limit: when both regions are at their targets, both get more.
   */
  targetRps: pulumi.Input<number>;
}

export interface GcpInstanceBackendsArgs extends ProbeArgs {
  /** The regions, each with its groups. Plain, because it decides which resources exist. */
  backends: readonly GcpInstanceBackend[];
  /** Id of the security policy that limits what a client may send. */
  securityPolicyId: pulumi.Input<string>;
  /** VPC of the machines, into which Google's health checks and front ends are let. */
  networkId: pulumi.Input<string>;
  /** TCP port the machines serve on. Default: 8080. */
  port?: pulumi.Input<number>;
  /** Percentage of well machines below which a region's requests begin to go to the other, 1..99. Default: 70. */
  failoverHealthThreshold?: pulumi.Input<number>;
}

/**
 * A service on managed instance groups as the entry sees it.
 *
 * All groups of both regions sit in ONE backend service, with a health check of the load balancer. The near region is
 * filled to its target and the surplus goes to the other, which keeps that one live. A policy drains a sick zone and starts
 * to leave a region before all of it is bad; it never isolates regions, which would drop requests. Beside it stands one
 * backend service for each region alone, for probes that ask for a region by name.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/backend-service
 */
export class GcpInstanceBackends extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpInstanceBackends';

  /** Where the entry sends the service's requests. */
  readonly target: RouteTarget;

  constructor(name: string, args: GcpInstanceBackendsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpInstanceBackends.__pulumiType, name, {}, opts);
    letProbersIn(name, args.networkId, this, [pulumi.interpolate`${args.port ?? 8080}`]);
    const check = healthCheck(name, args, this);
    const serviceLbPolicy = drainPolicy(name, args.failoverHealthThreshold, this);
    const own = (backends: readonly GcpInstanceBackend[]) => ({
      protocol: 'HTTP',
      portName: PORT_NAME,
      backends: backends.flatMap(({ groups, targetRps }) =>
        groups.map((group) => ({ group, balancingMode: 'RATE', maxRatePerInstance: targetRps })),
      ),
      healthChecks: check.id,
      securityPolicy: args.securityPolicyId,
      connectionDrainingTimeoutSec: 30,
    });
    const shared = { ...own(args.backends), serviceLbPolicy };
    this.target = backendServices(name, args.backends, shared, (backend) => own([backend]), this);
    this.registerOutputs({ service: this.target.service });
  }
}
