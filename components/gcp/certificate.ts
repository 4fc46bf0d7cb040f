import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface GcpCertificateArgs {
  /** Host name that the certificate is for. A change replaces it. */
  domain: pulumi.Input<string>;
}

/**
 * A managed certificate that is proven by a DNS record, so it is issued and renewed wherever the domain points to.
 *
 * Source: https://docs.cloud.google.com/certificate-manager/docs/domain-authorization
 */
export class GcpCertificate extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:GcpCertificate';

  /** Link to the certificate map, in the form that a proxy asks for. */
  readonly mapLink: pulumi.Output<string>;
  /** DNS record that proves the domain is yours. */
  readonly record: pulumi.Output<{ name: string; type: string; data: string }>;

  constructor(name: string, args: GcpCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GcpCertificate.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const proof = new gcp.certificatemanager.DnsAuthorization(`${name}-proof`, { domain: args.domain }, child);
    const certificate = new gcp.certificatemanager.Certificate(
      `${name}-managed`,
      { managed: { domains: [args.domain], dnsAuthorizations: [proof.id] } },
      child,
    );
    const map = new gcp.certificatemanager.CertificateMap(`${name}-map`, {}, child);
    new gcp.certificatemanager.CertificateMapEntry(
      `${name}-entry`,
      { map: map.name, certificates: [certificate.id], hostname: args.domain },
      child,
    );
    this.mapLink = pulumi.interpolate`//certificatemanager.googleapis.com/${map.id}`;
    this.record = proof.dnsResourceRecords.apply(([record]) => ({
      name: record?.name ?? '',
      type: record?.type ?? '',
      data: record?.data ?? '',
    }));
    this.registerOutputs({ record: this.record });
  }
}
