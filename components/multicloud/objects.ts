import * as aws from '@pulumi/aws';
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { trusts } from '../aws/trust.ts';
import { trustsGoogle } from './identity.ts';

export interface MultiObjectsArgs {
  /** Google Cloud project whose transfer service carries objects from AWS. */
  project: string;
  /** Bucket on Google Cloud. */
  googleBucket: pulumi.Input<string>;
  /** Bucket on AWS: name, ARN and region. A bucket of another region hears of new objects through its own replication. */
  awsBucket: { name: pulumi.Input<string>; arn: pulumi.Input<string>; region: string };
  /** Keys that the AWS bucket is encrypted with. Default: none of its own. */
  awsKeyArns?: readonly pulumi.Input<string>[];
  /** Id of the service account that the way from Google to AWS reads as, 6 to 30 characters. A change replaces it. */
  readerAccountId: pulumi.Input<string>;
}

/** First part of the names of objects that each cloud's services write; everything is read on both sides. */
const WRITTEN_BY = { gcp: 'gcp/', aws: 'aws/' } as const;

/** The shortest interval that both ways have. */
const EVERY_HOUR = { seconds: '3600s', cron: 'cron(0 * * * ? *)' };

/** Neither way has a first day of its own; the transfer service wants one, in the past is at once. */
const SINCE = { year: 2026, month: 1, day: 1 };

/**
 * Objects written on one cloud appear on the other, within about an hour. Two one-way ways, with names that cannot meet:
 * each cloud writes below its own prefix, so nothing is carried back and forth, and no object has two writers.
 *
 * From AWS to Google no key is needed: the transfer service takes a role for each run. From Google to AWS DataSync reads
 * the bucket by the interface that S3 has, which knows no identity but a key; the key can read this one bucket and is in
 * no output. Deletions stay where they are made: what was deleted by a slip on one cloud is still on the other.
 *
 * Source: https://docs.cloud.google.com/storage-transfer/docs/create-transfers/agentless/s3
 */
export class MultiObjects extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = 'tandem:index:MultiObjects';

  /** Name of the job that carries objects from AWS to Google. */
  readonly fromAws: pulumi.Output<string>;
  /** ARN of the task that carries objects from Google to AWS. */
  readonly fromGoogle: pulumi.Output<string>;

  constructor(name: string, args: MultiObjectsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MultiObjects.__pulumiType, name, {}, opts);
    this.fromAws = this.#fromAws(name, args);
    this.fromGoogle = this.#fromGoogle(name, args);
    this.registerOutputs({ fromAws: this.fromAws, fromGoogle: this.fromGoogle });
  }

  #fromAws(name: string, args: MultiObjectsArgs): pulumi.Output<string> {
    const child = { parent: this };
    const agent = gcp.storage.getTransferProjectServiceAccountOutput({ project: args.project }, child);
    const role = new aws.iam.Role(
      `${name}-read`,
      {
        description: 'Lets the transfer service of Google Cloud read one bucket',
        assumeRolePolicy: agent.subjectId.apply((id) => JSON.stringify(trustsGoogle([id]))),
      },
      child,
    );
    const allowed = this.#allow(`${name}-read-policy`, role, args, ['s3:GetObject'], ['kms:Decrypt']);
    const grants = ['roles/storage.objectAdmin', 'roles/storage.legacyBucketReader'].map(
      (bucketRole) =>
        new gcp.storage.BucketIAMMember(
          `${name}-transfer-${bucketRole.split('.').at(-1)!}`,
          { bucket: args.googleBucket, role: bucketRole, member: agent.member },
          child,
        ),
    );
    const job = new gcp.storage.TransferJob(
      `${name}-from-aws`,
      {
        project: args.project,
        description: `${name}: objects written on AWS`,
        transferSpec: {
          awsS3DataSource: { bucketName: args.awsBucket.name, roleArn: role.arn },
          gcsDataSink: { bucketName: args.googleBucket },
          objectConditions: { includePrefixes: [WRITTEN_BY.aws] },
          transferOptions: { overwriteObjectsAlreadyExistingInSink: false, deleteObjectsUniqueInSink: false },
        },
        schedule: { scheduleStartDate: SINCE, repeatInterval: EVERY_HOUR.seconds },
      },
      { parent: this, dependsOn: [allowed, ...grants] },
    );
    return job.name;
  }

  #fromGoogle(name: string, args: MultiObjectsArgs): pulumi.Output<string> {
    const child = { parent: this };
    const { region } = args.awsBucket;
    const reader = new gcp.serviceaccount.Account(
      `${name}-reader`,
      { accountId: args.readerAccountId, displayName: 'DataSync of AWS' },
      child,
    );
    const grant = new gcp.storage.BucketIAMMember(
      `${name}-datasync-reads`,
      { bucket: args.googleBucket, role: 'roles/storage.objectViewer', member: reader.member },
      child,
    );
    const key = new gcp.storage.HmacKey(
      `${name}-datasync-key`,
      { project: args.project, serviceAccountEmail: reader.email },
      child,
    );
    const source = new aws.datasync.LocationObjectStorage(
      `${name}-google`,
      {
        region,
        serverHostname: 'storage.googleapis.com',
        serverProtocol: 'HTTPS',
        serverPort: 443,
        bucketName: args.googleBucket,
        accessKey: key.accessId,
        secretKey: key.secret,
      },
      { parent: this, dependsOn: grant },
    );
    const role = new aws.iam.Role(
      `${name}-write`,
      {
        description: 'Lets DataSync write one bucket',
        assumeRolePolicy: trusts('datasync'),
      },
      child,
    );
    const written = ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
    const keys = ['kms:Decrypt', 'kms:GenerateDataKey'];
    const allowed = this.#allow(`${name}-write-policy`, role, args, written, keys);
    const target = new aws.datasync.S3Location(
      `${name}-aws`,
      {
        region,
        s3BucketArn: args.awsBucket.arn,
        subdirectory: '/',
        s3Config: { bucketAccessRoleArn: role.arn },
      },
      { parent: this, dependsOn: allowed },
    );
    const task = new aws.datasync.Task(
      `${name}-from-google`,
      {
        region,
        sourceLocationArn: source.arn,
        destinationLocationArn: target.arn,
        // The mode that needs no agent of its own to reach another cloud's buckets.
        taskMode: 'ENHANCED',
        includes: { filterType: 'SIMPLE_PATTERN', value: `/${WRITTEN_BY.gcp}*` },
        options: {
          preserveDeletedFiles: 'PRESERVE',
          transferMode: 'CHANGED',
          verifyMode: 'ONLY_FILES_TRANSFERRED',
          // Owners and permissions of files mean nothing between buckets, and are refused there.
          gid: 'NONE',
          uid: 'NONE',
          posixPermissions: 'NONE',
        },
        schedule: { scheduleExpression: EVERY_HOUR.cron },
      },
      child,
    );
    return task.arn;
  }

  #allow(
    name: string,
    role: aws.iam.Role,
    { awsBucket, awsKeyArns = [] }: MultiObjectsArgs,
    objects: readonly string[],
    keys: readonly string[],
  ): aws.iam.RolePolicy {
    const policy = pulumi.all([awsBucket.arn, pulumi.all([...awsKeyArns])]).apply(([bucket, keyArns]) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
            Resource: bucket,
          },
          { Effect: 'Allow', Action: objects, Resource: `${bucket}/*` },
          ...(keyArns.length > 0 ? [{ Effect: 'Allow', Action: keys, Resource: keyArns }] : []),
        ],
      }),
    );
    return new aws.iam.RolePolicy(name, { role: role.name, policy }, { parent: this });
  }
}
