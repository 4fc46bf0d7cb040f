import * as pulumi from '@pulumi/pulumi';
import type { Topology } from '../../topology/shape/topology.ts';
import { declaredOfService } from './declared.ts';
import type { GcpInstances } from './instances.ts';
import type { GcpRegion } from './region.ts';
import type { RouteTarget } from './routes.ts';
import { serve, type Shared } from './serve.ts';

export interface GcpServiceArgs {
  /** The topology as this service sees it, from `topologyOfService`. Plain: it decides which resources exist. */
  topology: Topology;
  /** What it shares with the other services of the topology. */
  shared: Shared;
}

/**
 * One of several services behind one entry: its two halves, and the backend services that the entry reaches them by.
 *
 * What was declared for it is kept in the component's own inputs, so that a service that fails an objective is named.
 */
export class GcpService extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpService';

  /** The two halves of the service, by region. */
  readonly regions: Readonly<Record<string, GcpRegion | GcpInstances>>;
  /** Where the entry sends the service's requests. */
  readonly target: RouteTarget;

  constructor(name: string, { topology, shared }: GcpServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpService.__pulumiType, name, { declared: declaredOfService(topology) }, opts);
    const { dependsOn } = opts ?? {};
    const { regions, target } = serve(name, topology, shared, {
      parent: this,
      ...(dependsOn === undefined ? {} : { dependsOn }),
    });
    this.regions = regions;
    this.target = target;
    this.registerOutputs({});
  }
}
