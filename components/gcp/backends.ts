import * as pulumi from '@pulumi/pulumi';
import { backendServices } from './backendServices.ts';
import type { RouteTarget } from './routes.ts';

/** One region that a service runs in. */
export interface GcpBackend {
  /** Google Cloud region. Plain, because it names the resources; also the value that pins a request to it. */
  region: string;
  /** Id of the region's serverless endpoint group. */
  group: pulumi.Input<string>;
}

export interface GcpBackendsArgs {
  /** The regions, each with its endpoint group. Plain, because it decides which resources exist. */
  backends: readonly GcpBackend[];
  /** Id of the security policy that limits what a client may send. */
  securityPolicyId: pulumi.Input<string>;
  /** Errors in a row after which a proxy stops sending to a region for a while. Default: 5. */
  consecutiveErrors?: pulumi.Input<number>;
  /** Seconds that the first such ejection lasts; each further one is longer. Default: 180. */
  baseEjectionSeconds?: pulumi.Input<number>;
}

/**
 * One service as the entry sees it.
 *
 * Both regions sit in ONE backend service, because health moves traffic only inside a backend service. It has no health
 * check and no timeout: the API refuses both for serverless endpoint groups, and Cloud Run reports a region's health by
 * itself. Passive ejection is set on top, for faults that a probe does not see. Beside it stands one backend service for
 * each region alone, for probes that ask for a region by name.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts
 */
export class GcpBackends extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpBackends';

  /** Where the entry sends the service's requests. */
  readonly target: RouteTarget;

  constructor(name: string, args: GcpBackendsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpBackends.__pulumiType, name, {}, opts);
    const own = (backends: readonly GcpBackend[]) => ({
      protocol: 'HTTPS',
      backends: backends.map(({ group }) => ({ group })),
      securityPolicy: args.securityPolicyId,
      outlierDetection: outlierDetection(args),
    });
    this.target = backendServices(name, args.backends, own(args.backends), (backend) => own([backend]), this);
    this.registerOutputs({ service: this.target.service });
  }
}

/** The defaults eject nothing here: gateway failures are not enforced, and 10 % of two regions is none. */
function outlierDetection({ consecutiveErrors: errors = 5, baseEjectionSeconds = 180 }: GcpBackendsArgs) {
  return {
    consecutiveErrors: errors,
    enforcingConsecutiveErrors: 100,
    consecutiveGatewayFailure: errors,
    enforcingConsecutiveGatewayFailure: 100,
    maxEjectionPercent: 50,
    interval: { seconds: 1 },
    baseEjectionTime: { seconds: baseEjectionSeconds },
  };
}
