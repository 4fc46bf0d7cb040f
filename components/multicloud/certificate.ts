import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { AwsCertificate } from '../aws/certificate.ts';
import { type DnsRecord, managedCertificate } from '../gcp/certificate.ts';

export interface MultiCertificateArgs {
  /** Host name that clients use, whichever cloud answers. A change replaces its certificates. */
  domain: pulumi.Input<string>;
  /** Hosted zone of Route 53 in which the proofs are put. */
  zoneId: string;
  google: {
    /** Name of the certificate map of Google's entry. */
    mapName: pulumi.Input<string>;
    /** Record that proves the host by which Google's side alone is reached. */
    ownProof: pulumi.Output<DnsRecord>;
  };
  /** Listener of each region on AWS that clients reach, by region. Keys are plain, because they name resources. */
  listenerArns: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * The name of the whole has a certificate on both clouds, each issued and renewed by that cloud: while one is down the other
 * does not depend on it.
 *
 * Source: https://docs.cloud.google.com/certificate-manager/docs/domain-authorization
 */
export class MultiCertificate extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiCertificate';

  constructor(name: string, args: MultiCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiCertificate.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const proof = managedCertificate(name, '', { host: args.domain, mapName: args.google.mapName }, this);
    this.#prove(`${name}-proven`, args.zoneId, proof);
    this.#prove(`${name}-google-proven`, args.zoneId, args.google.ownProof);

    const regions = Object.keys(args.listenerArns);
    const onAws = new AwsCertificate(`${name}-aws`, { domain: args.domain, zoneId: args.zoneId, regions }, child);
    for (const region of regions) {
      new aws.lb.ListenerCertificate(
        `${name}-${region}`,
        { region, listenerArn: args.listenerArns[region]!, certificateArn: onAws.certificateArns[region]! },
        child,
      );
    }
    this.registerOutputs({});
  }

  #prove(name: string, zoneId: string, record: pulumi.Output<DnsRecord>): void {
    new aws.route53.Record(
      name,
      {
        zoneId,
        name: record.name,
        // Both clouds prove a name by a CNAME.
        type: 'CNAME',
        records: [record.data],
        ttl: 300,
      },
      { parent: this },
    );
  }
}
