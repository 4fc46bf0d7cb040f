import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AwsCertificateArgs {
  /** Host name that clients use. A change replaces the certificates. */
  domain: pulumi.Input<string>;
  /**
   * Hosted zone that holds the domain: the proof that it is yours is put there. Plain, because it decides whether a zone is
   * made. Default: a zone of the domain's own; until the zone above it points to `nameServers`, the certificate waits.
   */
  zoneId?: string;
  /** The regions that each need one: a load balancer takes a certificate of its own region only. Plain, because it decides which resources exist. */
  regions: readonly string[];
}

/**
 * The domain's certificate in each region, issued and renewed by itself as long as the proof stands in the zone.
 *
 * Source: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class AwsCertificate extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:AwsCertificate';

  /** ARN of the certificate in each region once it is issued, by region. */
  readonly certificateArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** The zone that holds the domain. */
  readonly zoneId: pulumi.Output<string>;
  /** Name servers that the zone above has to point to; empty where the zone was there before. */
  readonly nameServers: pulumi.Output<string[]>;

  constructor(name: string, args: AwsCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AwsCertificate.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const zone =
      args.zoneId === undefined
        ? new aws.route53.Zone(
            `${name}-zone`,
            // Without it nobody can change a record while us-east-1 is down.
            { name: args.domain, comment: `Holds ${name}`, enableAcceleratedRecovery: true },
            child,
          )
        : undefined;
    this.zoneId = zone?.zoneId ?? pulumi.output(args.zoneId ?? '');
    this.nameServers = zone?.nameServers ?? pulumi.output<string[]>([]);
    const certificates = args.regions.map((region) => ({
      region,
      certificate: new aws.acm.Certificate(
        `${name}-${region}`,
        { region, domainName: args.domain, validationMethod: 'DNS' },
        child,
      ),
    }));
    const [first] = certificates;
    if (!first) throw new pulumi.RunError(`${name}: regions is empty; a certificate needs a region.`);
    // One account proves a domain by one record, whichever region asks.
    const proof = first.certificate.domainValidationOptions.apply(([option]) => option);
    const record = new aws.route53.Record(
      `${name}-proof`,
      {
        zoneId: this.zoneId,
        name: proof.apply((option) => option?.resourceRecordName ?? ''),
        type: 'CNAME',
        records: [proof.apply((option) => option?.resourceRecordValue ?? '')],
        ttl: 300,
        allowOverwrite: true,
      },
      child,
    );
    this.certificateArns = Object.fromEntries(
      certificates.map(({ region, certificate }) => [
        region,
        new aws.acm.CertificateValidation(
          `${name}-${region}-issued`,
          { region, certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
          child,
        ).certificateArn,
      ]),
    );
    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }
}
