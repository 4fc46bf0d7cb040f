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
    const proof = new gcp.certificatemanager.DnsAuthorization(`${name}-proof`, { domain: args.domain }, child);
    const managed = this.#managed(`${name}-managed`, args.domain, proof);
    const map = new gcp.certificatemanager.CertificateMap(`${name}-map`, {}, child);
    this.#entry(`${name}-entry`, map, args.domain, managed);
    this.mapLink = pulumi.interpolate`//certificatemanager.googleapis.com/${map.id}`;
    this.mapName = map.name;
    this.record = recordOf(proof);
    this.otherRecords = Object.fromEntries(
      [...new Set(args.otherHosts)].sort().map((host) => {
        const own = new gcp.certificatemanager.DnsAuthorization(`${name}-proof-${host}`, { domain: host }, child);
        this.#entry(`${name}-entry-${host}`, map, host, this.#managed(`${name}-managed-${host}`, host, own));
        return [host, recordOf(own)];
      }),
    );
    this.registerOutputs({ record: this.record });
  }

  #managed(
    name: string,
    host: pulumi.Input<string>,
    proof: gcp.certificatemanager.DnsAuthorization,
  ): gcp.certificatemanager.Certificate {
    const managed = { domains: [host], dnsAuthorizations: [proof.id] };
    return new gcp.certificatemanager.Certificate(name, { managed }, { parent: this });
  }

  #entry(
    name: string,
    map: gcp.certificatemanager.CertificateMap,
    hostname: pulumi.Input<string>,
    certificate: gcp.certificatemanager.Certificate,
  ): void {
    new gcp.certificatemanager.CertificateMapEntry(
      name,
      { map: map.name, certificates: [certificate.id], hostname },
      { parent: this },
    );
  }
}

const recordOf = (proof: gcp.certificatemanager.DnsAuthorization): pulumi.Output<DnsRecord> =>
  proof.dnsResourceRecords.apply(([record]) => ({
    name: record?.name ?? '',
    type: record?.type ?? '',
    data: record?.data ?? '',
  }));
