import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { GcpCertificate } from './certificate.ts';
import { routes, type Route, type RouteTarget } from './routes.ts';

export interface GcpEntryArgs {
  /** Host name that clients use. A change replaces its certificate. */
  domain: pulumi.Input<string>;
  /** What answers requests that no route claims: the `target` of a `GcpBackends`. */
  target: RouteTarget;
  /** Further services behind the same addresses, by host and path. Plain, because their hosts name certificates. Default: none. */
  routes?: readonly Route[];
  /** Seconds one try may take before it is repeated elsewhere. Plain, because the whole time limit follows from it. Default: 2. */
  perTrySeconds?: number;
  /** Retries after the first try. Plain, because the whole time limit follows from it. Default: 2. */
  retries?: number;
}

/**
 * What clients reach: one anycast address pair in front of both regions, for one service or many.
 *
 * A request with the header `x-tandem-region` goes to that region whatever its health, so that probes can tell one region
 * from the other.
 *
 * Source: https://docs.cloud.google.com/load-balancing/docs/https
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
  /** Name of the certificate map, for certificates of hosts that are somebody else's to prove. */
  readonly certificateMapName: pulumi.Output<string>;
  /** DNS record that proves the domain is yours; without it no certificate is issued. */
  readonly certificateRecord: GcpCertificate['record'];
  /** The same for every other host, by host. */
  readonly otherCertificateRecords: GcpCertificate['otherRecords'];

  constructor(name: string, args: GcpEntryArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpEntry.__pulumiType, name, {}, opts);
    const child = { parent: this };

    const map = new gcp.compute.URLMap(
      `${name}-routes`,
      routes({
        target: args.target,
        routes: args.routes ?? [],
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

    const certificate = new GcpCertificate(
      `${name}-certificate`,
      { domain: args.domain, otherHosts: (args.routes ?? []).flatMap(({ hosts }) => hosts) },
      child,
    );
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
    this.certificateMapName = certificate.mapName;
    this.certificateRecord = certificate.record;
    this.otherCertificateRecords = certificate.otherRecords;
    this.registerOutputs({ ipv4: this.ipv4, ipv6: this.ipv6, urlMapName: this.urlMapName });
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
