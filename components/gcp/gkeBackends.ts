import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { backendServices } from './backendServices.ts';
import { drainPolicy, healthCheck, letProbersIn, type ProbeArgs } from './machineHealth.ts';
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

export interface GcpGkeBackendsArgs extends ProbeArgs {
  /** The regions, each with the groups of its cluster. Plain, because it decides which resources exist. */
  regions: readonly GcpGkeRegion[];
  /** Project that the clusters are in. Default: the provider's. */
  project?: pulumi.Input<string>;
  /** Requests per second that one endpoint (a pod) carries. What a region cannot take by this measure overflows to the other. */
  maxRatePerEndpoint: pulumi.Input<number>;
  /** Id of the security policy that limits what a client may send. */
  securityPolicyId: pulumi.Input<string>;
  /**
   * VPC of the clusters. With it, a firewall rule lets Google's health checks in, which no cluster does for groups that
   * stand alone. Default: none, somebody else has made such a rule.
   */
  networkId?: pulumi.Input<string>;
  /** Percentage of well endpoints below which a region's requests begin to go to the other, 1..99. Default: 70. */
  failoverHealthThreshold?: pulumi.Input<number>;
}

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
    const check = healthCheck(name, args, this);
    if (args.networkId !== undefined) letProbersIn(name, args.networkId, this);

    const regions = args.regions.map((one) => ({ region: one.region, groups: this.#lookUp(one, args) }));
    const own = (groups: readonly pulumi.Output<string>[]) => ({
      protocol: 'HTTP',
      backends: groups.map((group) => ({
        group,
        balancingMode: 'RATE',
        maxRatePerEndpoint: args.maxRatePerEndpoint,
      })),
      healthChecks: check.id,
      securityPolicy: args.securityPolicyId,
    });
    const shared = {
      ...own(regions.flatMap(({ groups }) => groups)),
      serviceLbPolicy: drainPolicy(name, args.failoverHealthThreshold, this),
    };
    this.target = backendServices(name, regions, shared, ({ groups }) => own(groups), this);
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
