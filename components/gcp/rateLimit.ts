import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface GcpRateLimitArgs {
  /** Requests per second of the whole at peak: as much is let through from one address, and no more. */
  peakRps: pulumi.Input<number>;
}

/** Requests a minute that Cloud Armor can count for one key. */
const ARMOR_MAX_PER_MINUTE = 1_000_000;

/**
 * What one address may send before it is answered 429: the whole declared peak and no more. Less would refuse clients
 * behind a large shared address; and the count does not halve when a region is lost, so a failover cannot run into it.
 *
 * Source: https://docs.cloud.google.com/armor/docs/rate-limiting-overview
 */
export class GcpRateLimit extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpRateLimit';

  /** Id of the security policy, for every backend service that clients reach. */
  readonly policyId: pulumi.Output<string>;

  constructor(name: string, args: GcpRateLimitArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpRateLimit.__pulumiType, name, {}, opts);
    const everyone = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };
    const policy = new gcp.compute.SecurityPolicy(
      `${name}-policy`,
      {
        type: 'CLOUD_ARMOR',
        adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true } },
        rules: [
          {
            description: 'One address may send up to the declared peak load of the whole.',
            action: 'throttle',
            priority: 1000,
            match: everyone,
            rateLimitOptions: {
              conformAction: 'allow',
              exceedAction: 'deny(429)',
              enforceOnKey: 'IP',
              rateLimitThreshold: {
                count: pulumi.output(args.peakRps).apply((rps) => Math.min(Math.ceil(rps * 60), ARMOR_MAX_PER_MINUTE)),
                intervalSec: 60,
              },
            },
          },
          {
            description: 'Everything else is allowed.',
            action: 'allow',
            priority: 2147483647,
            match: everyone,
          },
        ],
      },
      { parent: this },
    );
    this.policyId = policy.id;
    this.registerOutputs({ policyId: this.policyId });
  }
}
