import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { GcpCertificate } from './certificate.ts';
import { routes } from './routes.ts';

/** One region that the entry can send traffic to. */
export interface GcpEntryBackend {
  /** Google Cloud region. Plain, because it names the resources; also the value that pins a request to it. */
  region: string;
  /** Id of the region's serverless endpoint group. */
  group: pulumi.Input<string>;
}

export interface GcpEntryArgs {
  /** Host name that clients use. A change replaces the certificate. */
  domain: pulumi.Input<string>;
  /** The regions, each with its endpoint group. Plain, because it decides which resources exist. */
  backends: readonly GcpEntryBackend[];
  /** Requests per second of the whole at peak. Sizes the rate limit, which must let the whole load through to one region. */
  peakRps: pulumi.Input<number>;
  /** Errors in a row after which a proxy stops sending to a region for a while. Default: 5. */
  consecutiveErrors?: pulumi.Input<number>;
  /** Seconds that the first such ejection lasts; each further one is longer. Default: 180. */
  baseEjectionSeconds?: pulumi.Input<number>;
  /** Seconds one try may take before it is repeated elsewhere. Plain, because the whole time limit follows from it. Default: 2. */
  perTrySeconds?: number;
  /** Retries after the first try. Plain, because the whole time limit follows from it. Default: 2. */
  retries?: number;
}

/** Requests a minute that Cloud Armor can count for one key. */
const ARMOR_MAX_PER_MINUTE = 1_000_000;

/**
 * What clients reach: one anycast address pair in front of both regions.
 *
 * Both regions sit in ONE backend service, because health moves traffic only inside a backend service. It has no health
 * check and no timeout: the API refuses both for serverless endpoint groups, and Cloud Run reports a region's health by
 * itself. Passive ejection is set on top, for faults that a probe does not see. A request with the header
 * `x-tandem-region` goes to that region whatever its health, so that probes can tell one region from the other.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts
 */
export class GcpEntry extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpEntry';

  /** Address for the domain's A record. */
  readonly ipv4: pulumi.Output<string>;
  /** Address for the domain's AAAA record. */
  readonly ipv6: pulumi.Output<string>;
  /** Name of the URL map, by which logs and metrics of the entry are found. */
  readonly urlMapName: pulumi.Output<string>;
  /** DNS record that proves the domain is yours; without it no certificate is issued. */
  readonly certificateRecord: GcpCertificate['record'];

  constructor(name: string, args: GcpEntryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpEntry.__pulumiType, name, {}, opts);
    const child = { parent: this };

    const armor = this.#rateLimit(name, args.peakRps);
    const both = this.#backendService(`${name}-backends`, args, armor, args.backends);
    const pinned = args.backends.map((backend) => ({
      region: backend.region,
      service: this.#backendService(`${name}-${backend.region}`, args, armor, [backend]),
    }));

    const map = new gcp.compute.URLMap(
      `${name}-routes`,
      routes({
        service: both.id,
        pinned: pinned.map(({ region, service }) => ({ region, service: service.id })),
        perTrySeconds: args.perTrySeconds ?? 2,
        retries: args.retries ?? 2,
      }),
      child,
    );
    const toHttps = new gcp.compute.URLMap(
      `${name}-redirect`,
      {
        defaultUrlRedirect: {
          httpsRedirect: true,
          stripQuery: false,
          redirectResponseCode: 'MOVED_PERMANENTLY_DEFAULT',
        },
      },
      child,
    );

    const certificate = new GcpCertificate(`${name}-certificate`, { domain: args.domain }, child);
    const tls = new gcp.compute.SSLPolicy(`${name}-tls`, { profile: 'MODERN', minTlsVersion: 'TLS_1_2' }, child);
    const https = new gcp.compute.TargetHttpsProxy(
      `${name}-https`,
      { urlMap: map.id, sslPolicy: tls.id, certificateMap: certificate.mapLink, quicOverride: 'ENABLE' },
      child,
    );
    const http = new gcp.compute.TargetHttpProxy(`${name}-http`, { urlMap: toHttps.id }, child);

    this.ipv4 = this.#address(name, 'IPV4', https, http);
    this.ipv6 = this.#address(name, 'IPV6', https, http);
    this.urlMapName = map.name;
    this.certificateRecord = certificate.record;
    this.registerOutputs({ ipv4: this.ipv4, ipv6: this.ipv6, urlMapName: this.urlMapName });
  }

  #backendService(
    name: string,
    args: GcpEntryArgs,
    armor: gcp.compute.SecurityPolicy,
    backends: readonly GcpEntryBackend[],
  ): gcp.compute.BackendService {
    const errors = args.consecutiveErrors ?? 5;
    return new gcp.compute.BackendService(
      name,
      {
        protocol: 'HTTPS',
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        backends: backends.map(({ group }) => ({ group })),
        securityPolicy: armor.id,
        // Every request: the reason of a failure (`statusDetails`) is in the logs and nowhere else.
        logConfig: { enable: true, sampleRate: 1 },
        // The defaults eject nothing here: gateway failures are not enforced, and 10 % of two regions is none.
        outlierDetection: {
          consecutiveErrors: errors,
          enforcingConsecutiveErrors: 100,
          consecutiveGatewayFailure: errors,
          enforcingConsecutiveGatewayFailure: 100,
          maxEjectionPercent: 50,
          interval: { seconds: 1 },
          baseEjectionTime: { seconds: args.baseEjectionSeconds ?? 180 },
        },
      },
      { parent: this },
    );
  }

  /**
   * One address may bring as much as the whole declared peak and no more. Less would refuse clients behind a large shared
   * address; and the count does not halve when a region is lost, so a failover cannot run into it.
   */
  #rateLimit(name: string, peakRps: pulumi.Input<number>): gcp.compute.SecurityPolicy {
    const everyone = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };
    return new gcp.compute.SecurityPolicy(
      `${name}-armor`,
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
                count: pulumi.output(peakRps).apply((rps) => Math.min(Math.ceil(rps * 60), ARMOR_MAX_PER_MINUTE)),
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
  }

  #address(
    name: string,
    ipVersion: 'IPV4' | 'IPV6',
    https: gcp.compute.TargetHttpsProxy,
    http: gcp.compute.TargetHttpProxy,
  ): pulumi.Output<string> {
    const family = ipVersion.toLowerCase();
    const address = new gcp.compute.GlobalAddress(`${name}-${family}`, { ipVersion }, { parent: this });
    const rule = { ipAddress: address.id, loadBalancingScheme: 'EXTERNAL_MANAGED', networkTier: 'PREMIUM' };
    new gcp.compute.GlobalForwardingRule(
      `${name}-https-${family}`,
      { ...rule, target: https.id, portRange: '443' },
      { parent: this },
    );
    new gcp.compute.GlobalForwardingRule(
      `${name}-http-${family}`,
      { ...rule, target: http.id, portRange: '80' },
      { parent: this },
    );
    return address.address;
  }
}
