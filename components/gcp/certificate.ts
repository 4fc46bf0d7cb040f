import { createHash } from 'node:crypto';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface GcpCertificateArgs {
  /** Host name that the certificate is for. A change replaces it. */
  domain: pulumi.Input<string>;
  /** Further host names, each with a certificate of its own: one that cannot be proven keeps none of the others back. Plain, because they name the resources. Default: none. */
  otherHosts?: readonly string[];
}

/** What has to stand in the DNS. */
export interface DnsRecord {
  name: string;
  type: string;
  data: string;
}

/**
 * Managed certificates that are proven by DNS records, so they are issued and renewed wherever the hosts point to.
 *
 * Source: https://docs.cloud.google.com/certificate-manager/docs/domain-authorization
 */
export class GcpCertificate extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpCertificate';

  /** Link to the certificate map, in the form that a proxy asks for. */
  readonly mapLink: pulumi.Output<string>;
  /** Name of that map, for certificates of further hosts. */
  readonly mapName: pulumi.Output<string>;
  /** DNS record that proves the domain is yours. */
  readonly record: pulumi.Output<DnsRecord>;
  /** Records that prove the other hosts, by host. */
  readonly otherRecords: Readonly<Record<string, pulumi.Output<DnsRecord>>>;

  constructor(name: string, args: GcpCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpCertificate.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const map = new gcp.certificatemanager.CertificateMap(`${name}-map`, {}, child);
    this.mapLink = pulumi.interpolate`//certificatemanager.googleapis.com/${map.id}`;
    this.mapName = map.name;
    this.record = managedCertificate(name, '', { host: args.domain, mapName: map.name }, this);
    this.otherRecords = Object.fromEntries(
      [...new Set(args.otherHosts)]
        .sort()
        .map((host) => [
          host,
          managedCertificate(name, `-${host}`, { host, mapName: map.name, resourceName: named(name, host) }, this),
        ]),
    );
    this.registerOutputs({ record: this.record });
  }
}

/** A name that the cloud takes for any host: without dots, and however long the host is. */
const named = (name: string, host: string): string =>
  `${name}-${createHash('sha256').update(host).digest('hex').slice(0, 8)}`;

/**
 * One host's certificate in a map, proven by a DNS record.
 *
 * @param end end of the logical names, which tells hosts of one component apart
 * @param args.resourceName name of each resource on the cloud. Default: made from the logical name
 * @returns the record that proves the host is yours
 */
export function managedCertificate(
  name: string,
  end: string,
  { host, mapName, resourceName }: { host: pulumi.Input<string>; mapName: pulumi.Input<string>; resourceName?: string },
  parent: pulumi.Resource,
): pulumi.Output<DnsRecord> {
  const child = { parent };
  const proof = new gcp.certificatemanager.DnsAuthorization(
    `${name}-proof${end}`,
    { name: resourceName, domain: host },
    child,
  );
  const managed = new gcp.certificatemanager.Certificate(
    `${name}-managed${end}`,
    { name: resourceName, managed: { domains: [host], dnsAuthorizations: [proof.id] } },
    child,
  );
  new gcp.certificatemanager.CertificateMapEntry(
    `${name}-entry${end}`,
    { name: resourceName, map: mapName, certificates: [managed.id], hostname: host },
    child,
  );
  return proof.dnsResourceRecords.apply(([record]) => ({
    name: record?.name ?? '',
    type: record?.type ?? '',
    data: record?.data ?? '',
  }));
}
