import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { RouteTarget } from './routes.ts';

/** Where a region's cluster keeps its endpoint groups. */
export interface GcpGkeRegion {
  /** Google Cloud region. Plain, because it names the resources; also the value that pins a request to it. */
  region: string;
  /** Zones in which the cluster has made a group. Plain, because each is looked up. At least one. */
  zones: readonly string[];
  /** Name of the groups, the same in each zone: what the Kubernetes service's annotation says. */
  groupName: pulumi.Input<string>;
}

export interface GcpGkeBackendsArgs {
  /** The regions, each with the groups of its cluster. Plain, because it decides which resources exist. */
  regions: readonly GcpGkeRegion[];
  /** Project that the clusters are in. Default: the provider's. */
  project?: pulumi.Input<string>;
  /** Requests per second that one endpoint (a pod) carries. What a region cannot take by this measure overflows to the other. */
  maxRatePerEndpoint: pulumi.Input<number>;
  /** Id of the security policy that limits what a client may send. */
  securityPolicyId: pulumi.Input<string>;
  /**
   * VPC of the clusters. With it, a firewall rule lets Google's health checks in; without it, that is left to whoever owns
   * the clusters. Default: none.
   */
  networkId?: pulumi.Input<string>;
  /** Path that answers 200 only when this endpoint can serve. Default: /ready. */
  readyPath?: pulumi.Input<string>;
  /** Health check: seconds from one start to the next. Default: 5. */
  readyPeriodSeconds?: pulumi.Input<number>;
  /** Health check: time limit of one probe in seconds, at most the period. Default: 1. */
  readyTimeoutSeconds?: pulumi.Input<number>;
  /** Probes in a row that must fail to take an endpoint out. Default: 2. */
  readyFailures?: pulumi.Input<number>;
  /** Probes in a row that must succeed to take it back. Default: 2. */
  readySuccesses?: pulumi.Input<number>;
  /** Percentage of well endpoints below which a region's requests begin to go to the other, 1..99. Default: 70. */
  failoverHealthThreshold?: pulumi.Input<number>;
}

/** Where the load balancer's health checks come from. */
const PROBERS = ['35.191.0.0/16', '130.211.0.0/22'];

/**
 * A service that runs in GKE clusters, one in each region, as the entry sees it.
 *
 * The endpoint groups belong to the clusters: their controllers make them, fill them and take them away. So they are looked
 * up and never owned; a group that is not there yet stops the preview. How many endpoints a group will hold is the
 * clusters' own business and in no plan.
 *
 * All groups sit in ONE backend service, with a health check of the load balancer and a policy that drains a sick zone and
 * starts to leave a region before all of it is bad. Beside it stands one backend service for each region alone, for probes
 * that ask for a region by name.
 *
 * Source: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/standalone-neg
 */
export class GcpGkeBackends extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpGkeBackends';

  /** Where the entry sends the service's requests. */
  readonly target: RouteTarget;

  /** @throws `RunError` with every problem at once, before any resource, when a zone is not in its region or a region has none. */
  constructor(name: string, args: GcpGkeBackendsArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = problemsOf(args.regions);
    if (problems.length > 0) throw new pulumi.RunError(`${name}:\n${problems.map((one) => `  ${one}`).join('\n')}`);
    super(GcpGkeBackends.__pulumiType, name, {}, opts);
    const check = this.#healthCheck(name, args);
    if (args.networkId !== undefined) this.#letProbersIn(name, args.networkId);

    const groups = new Map(args.regions.map((one) => [one.region, this.#lookUp(one, args)]));
    const both = this.#backendService(
      `${name}-both`,
      args,
      check,
      [...groups.values()].flat(),
      this.#policy(name, args),
    );
    this.target = {
      service: both.id,
      pinned: [...groups].map(([region, own]) => ({
        region,
        service: this.#backendService(`${name}-${region}`, args, check, own).id,
      })),
    };
    this.registerOutputs({ service: this.target.service });
  }

  #lookUp({ zones, groupName }: GcpGkeRegion, { project }: GcpGkeBackendsArgs): pulumi.Output<string>[] {
    return zones.map((zone) =>
      pulumi.all([groupName, project]).apply(async ([name, owner]) => {
        try {
          const wanted = { name, zone, ...(owner === undefined ? {} : { project: owner }) };
          return (await gcp.compute.getNetworkEndpointGroup(wanted, { parent: this })).selfLink ?? '';
        } catch (error) {
          throw new pulumi.RunError(
            `There is no endpoint group ${name} in ${zone} yet: the cluster makes it once the service's pods run there. ${String(error)}`,
          );
        }
      }),
    );
  }

  #healthCheck(name: string, args: GcpGkeBackendsArgs): gcp.compute.HealthCheck {
    return new gcp.compute.HealthCheck(
      `${name}-check`,
      {
        checkIntervalSec: args.readyPeriodSeconds ?? 5,
        timeoutSec: args.readyTimeoutSeconds ?? 1,
        unhealthyThreshold: args.readyFailures ?? 2,
        healthyThreshold: args.readySuccesses ?? 2,
        // Pods are asked on the port on which they serve, whichever the cluster gave them.
        httpHealthCheck: { requestPath: args.readyPath ?? '/ready', portSpecification: 'USE_SERVING_PORT' },
        logConfig: { enable: true },
      },
      { parent: this },
    );
  }

  #policy(name: string, args: GcpGkeBackendsArgs): pulumi.Output<string> {
    const policy = new gcp.networkservices.ServiceLbPolicies(
      `${name}-policy`,
      {
        location: 'global',
        autoCapacityDrain: { enable: true },
        failoverConfig: { failoverHealthThreshold: args.failoverHealthThreshold ?? 70 },
      },
      { parent: this },
    );
    return pulumi.interpolate`//networkservices.googleapis.com/${policy.id}`;
  }

  #letProbersIn(name: string, network: pulumi.Input<string>): void {
    new gcp.compute.Firewall(
      `${name}-probers`,
      {
        network,
        description: 'Health checks and requests of the load balancer.',
        allows: [{ protocol: 'tcp' }],
        sourceRanges: PROBERS,
      },
      { parent: this },
    );
  }

  #backendService(
    name: string,
    args: GcpGkeBackendsArgs,
    check: gcp.compute.HealthCheck,
    groups: readonly pulumi.Output<string>[],
    serviceLbPolicy?: pulumi.Output<string>,
  ): gcp.compute.BackendService {
    return new gcp.compute.BackendService(
      name,
      {
        protocol: 'HTTP',
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        backends: groups.map((group) => ({
          group,
          balancingMode: 'RATE',
          maxRatePerEndpoint: args.maxRatePerEndpoint,
        })),
        healthChecks: check.id,
        ...(serviceLbPolicy === undefined ? {} : { serviceLbPolicy }),
        securityPolicy: args.securityPolicyId,
        // Every request: the reason of a failure (`statusDetails`) is in the logs and nowhere else.
        logConfig: { enable: true, sampleRate: 1 },
      },
      { parent: this },
    );
  }
}

function problemsOf(regions: readonly GcpGkeRegion[]): string[] {
  if (regions.length === 0) return ['regions is empty; name at least one region with the zones of its groups.'];
  return regions.flatMap(({ region, zones }, index) => [
    ...(zones.length === 0
      ? [`regions[${index}].zones is empty; name the zones of ${region} in which the cluster has made a group.`]
      : []),
    ...zones
      .filter((zone) => !new RegExp(`^${region}-[a-z]$`).test(zone))
      .map((zone) => `regions[${index}].zones has "${zone}"; a zone of ${region} is called ${region}-a, -b and so on.`),
    ...(regions.findIndex((other) => other.region === region) < index
      ? [`regions[${index}].region is "${region}" a second time; put its zones together.`]
      : []),
  ]);
}
