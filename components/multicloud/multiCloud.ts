import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { WRITE_PASSWORD } from '../../topology/shape/multicloud/readMultiTopology.ts';
import type { MultiTopology } from '../../topology/shape/multicloud/schema.ts';
import { POSTGRES_PORT } from '../aws/databaseCluster.ts';
import { AwsTwoRegion } from '../aws/twoRegion.ts';
import { GcpApis } from '../gcp/apis.ts';
import { GcpTwoRegion } from '../gcp/twoRegion.ts';
import { MultiCertificate } from './certificate.ts';
import { MultiDatabase } from './database.ts';
import { checked, declared } from './declared.ts';
import { MultiDns } from './dns.ts';
import { MultiIdentity } from './identity.ts';
import { MultiLink } from './link.ts';
import { MultiObjects } from './objects.ts';
import { MultiSecrets } from './secrets.ts';
import { MultiSignals } from './signals.ts';
import { followable } from './together.ts';

/** Everything that is declared, as `readMultiTopology` fills it in. Plain data: it decides which resources exist. */
export type MultiCloudArgs = MultiTopology;

/** Services of Google Cloud that only what joins the clouds calls. */
const APIS = ['iamcredentials.googleapis.com', 'storagetransfer.googleapis.com', 'sts.googleapis.com'];

/** Said to the cloud that does not take the writes. */
interface WrittenElsewhere {
  readonly writeHost?: pulumi.Output<string>;
}

/**
 * Two regions on Google Cloud and two on AWS behind one name, so that the loss of a whole cloud is the loss of a part.
 *
 * Both clouds serve all the time. Each is whole by itself, with its own entry, stores and signals, and is reached alone as
 * `gcp.` and `aws.` below the domain. What joins them is declared here: which cloud takes the writes is data (`writer`), and
 * no name and no resource depends on it.
 *
 * @example
 * const topology = readMultiTopology(config, { stack });
 * const shop = new MultiCloud('shop', topology);
 */
export class MultiCloud extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiCloud';

  readonly google: GcpTwoRegion;
  readonly aws: AwsTwoRegion;
  readonly identity: MultiIdentity;
  /** Host that takes the writes of both clouds, as Google's services reach it. */
  readonly writeHost: pulumi.Output<string>;
  /** Name of the user that the replication of the database reads as. */
  readonly followerName: pulumi.Output<string>;

  /** @throws `RunError` with every problem at once, before any resource, when the topology cannot be built. */
  constructor(name: string, topology: MultiCloudArgs, opts?: pulumi.ComponentResourceOptions) {
    const args = checked(topology);
    super(MultiCloud.__pulumiType, name, { declared: declared(args) }, opts);
    const child = { parent: this };
    const { domain, zoneId } = args;
    const apis = new GcpApis(`${name}-apis`, { project: args.gcp.project, services: APIS }, child);
    const after = { parent: this, dependsOn: apis };

    const { google, onAws } = this.#sides(args);
    this.google = google;
    this.aws = onAws;
    new MultiCertificate(
      `${name}-certificate`,
      {
        domain,
        zoneId,
        google: { mapName: google.entry.certificateMapName, ownProof: google.entry.certificateRecord },
        listenerArns: mapped(onAws.regions, ({ listenerArn }) => listenerArn),
      },
      child,
    );
    // AWS's entry names itself; Google's host stands in the same zone.
    new aws.route53.Record(
      `${name}-google-host`,
      { zoneId, name: args.gcp.domain, type: 'A', ttl: args.dns.ttlSeconds, records: [google.entry.ipv4] },
      child,
    );
    const dns = new MultiDns(
      `${name}-dns`,
      {
        domain,
        zoneId,
        readyPath: args.gcp.service.readyPath,
        ...args.dns,
        answers: {
          gcp: { addresses: [google.entry.ipv4], weight: weights(args.awsShare).gcp },
          aws: { addresses: onAws.entry.addresses, weight: weights(args.awsShare).aws },
        },
      },
      child,
    );
    new MultiSignals(`${name}-signals`, { checkIds: dns.checkIds, alertEmails: args.aws.alertEmails }, child);

    this.identity = this.#identity(`${name}-identity`, args, after);
    new MultiSecrets(
      `${name}-secrets`,
      {
        places: Object.fromEntries(args.aws.secrets.map((key) => [key, this.#placesOf(key)])),
        values: { [WRITE_PASSWORD]: (args.writer === 'gcp' ? google : onAws).database.password },
      },
      child,
    );
    const home = args.aws.regions.primary;
    new MultiObjects(
      `${name}-objects`,
      {
        project: args.gcp.project,
        googleBucket: google.bucket.bucketName,
        awsBucket: { name: onAws.bucket.bucketNames[home]!, arn: onAws.bucket.bucketArns[home]!, region: home },
        awsKeyArns: [onAws.keys.keyArns[home]!],
        readerAccountId: `${args.name}-datasync`,
      },
      after,
    );
    this.#link(`${name}-link`, args, child);
    const active = args.gcp.regions[args.gcp.active];
    this.followerName = new MultiDatabase(
      `${name}-follow`,
      {
        source: {
          instanceName: google.database.instanceNames[active]!,
          host: google.database.readHosts[active]!,
          databaseName: google.database.databaseName,
        },
        target: {
          region: home,
          host: onAws.database.writeHost,
          databaseName: onAws.database.databaseName,
          userName: onAws.database.userName,
          password: onAws.database.password,
        },
        vpcId: onAws.network.subnets[home]!.vpcId,
        subnetIds: onAws.network.subnets[home]!.privateSubnetIds,
        running: args.writer === 'gcp',
      },
      child,
    ).userName;
    this.writeHost = (args.writer === 'gcp' ? google : onAws).database.writeHost;
    this.registerOutputs({ writeHost: this.writeHost });
  }

  /** Both clouds, the writer first: the other one is told where to write. */
  #sides({ gcp: googleArgs, aws: awsArgs, writer }: MultiTopology): { google: GcpTwoRegion; onAws: AwsTwoRegion } {
    const google = (elsewhere: WrittenElsewhere = {}) =>
      new GcpTwoRegion(googleArgs.name, { ...googleArgs, ...elsewhere }, { parent: this, transforms: [followable] });
    const onAws = (elsewhere: WrittenElsewhere = {}) =>
      new AwsTwoRegion(awsArgs.name, { ...awsArgs, ...elsewhere }, { parent: this });
    if (writer === 'gcp') {
      const first = google();
      // The address and not the name: that name resolves inside Google's network only.
      const writeHost = first.database.readHosts[googleArgs.regions[googleArgs.active]]!;
      return { google: first, onAws: onAws({ writeHost }) };
    }
    const first = onAws();
    return { google: google({ writeHost: first.database.writeHost }), onAws: first };
  }

  /** Each cloud's services may read the other's objects, as an identity made for that. */
  #identity(name: string, args: MultiTopology, opts: pulumi.ComponentResourceOptions): MultiIdentity {
    const identity = new MultiIdentity(
      name,
      {
        project: args.gcp.project,
        awsAccountId: args.awsAccountId,
        awsRoleNames: mapped(this.aws.regions, ({ roleArn }) => roleArn.apply((arn) => arn.split('/').at(-1) ?? '')),
        accountId: `${args.name}-on-aws`,
        googleAccountIds: Object.values(this.google.regions).map(
          ({ serviceAccountUniqueId }) => serviceAccountUniqueId,
        ),
      },
      opts,
    );
    new gcp.storage.BucketIAMMember(
      `${name}-reads-google`,
      { bucket: this.google.bucket.bucketName, role: 'roles/storage.objectViewer', member: identity.googleMember },
      { parent: identity },
    );
    const buckets = pulumi.all(Object.values(this.aws.bucket.bucketArns));
    const keys = pulumi.all(Object.values(this.aws.keys.keyArns));
    new aws.iam.RolePolicy(
      `${name}-reads-aws`,
      {
        role: identity.awsRoleName,
        policy: pulumi.all([buckets, keys]).apply(([bucketArns, keyArns]) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArns },
              { Effect: 'Allow', Action: 's3:GetObject', Resource: bucketArns.map((arn) => `${arn}/*`) },
              { Effect: 'Allow', Action: 'kms:Decrypt', Resource: keyArns },
            ],
          }),
        ),
      },
      { parent: identity },
    );
    return identity;
  }

  #placesOf(key: string) {
    const google = this.google.secrets.secrets[key]!;
    const onAws = this.aws.secrets.secrets[key]!;
    return {
      google: google.id,
      aws: { id: onAws.arns[onAws.home]!, region: onAws.home },
      after: [google.written, onAws.written],
    };
  }

  /** Home regions of one role are linked with each other, and databases on AWS let Google's services in. */
  #link(name: string, args: MultiTopology, child: pulumi.ComponentResourceOptions): void {
    const { network } = args.gcp;
    const link = new MultiLink(
      name,
      {
        networkId: this.google.network.networkId,
        networkName: this.google.network.servicesNetworkId.apply((id) => id.split('/').at(-1) ?? ''),
        servicesCidr: network.servicesCidr,
        pairs: (['primary', 'failover'] as const).map((home) => {
          const awsRegion = args.aws.regions[home];
          const { vpcId, routeTableIds } = this.aws.network.subnets[awsRegion]!;
          return { googleRegion: args.gcp.regions[home], awsRegion, vpcId, routeTableIds };
        }),
      },
      child,
    );
    for (const [region, securityGroupId] of Object.entries(this.aws.database.accessGroupIds)) {
      for (const home of ['primary', 'failover'] as const) {
        new aws.vpc.SecurityGroupIngressRule(
          `${name}-${region}-from-${home}`,
          {
            region,
            securityGroupId,
            cidrIpv4: network.cidrs[home],
            ipProtocol: 'tcp',
            fromPort: POSTGRES_PORT,
            toPort: POSTGRES_PORT,
          },
          { parent: link },
        );
      }
    }
  }
}

/** Shares as the whole numbers that Route 53 takes; neither is 0. */
const weights = (awsShare: number) => {
  const parts = Math.min(99, Math.max(1, Math.round(awsShare * 100)));
  return { gcp: 100 - parts, aws: parts };
};

const mapped = <T, U>(record: Readonly<Record<string, T>>, make: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value)]));
