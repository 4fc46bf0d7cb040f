import type { types } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** What one direction of copying needs. */
export interface Copying {
  /** ARN of the other bucket. */
  readonly to: pulumi.Input<string>;
  /** Key that encrypts the copy: one of the other bucket's region. */
  readonly key: pulumi.Input<string>;
  /** Copied within 15 minutes, by promise. */
  readonly timeControl: boolean;
}

/** The only time that the promise can be made for. */
const MINUTES = 15;

/** Copies every object with its deletions and changes, and those that the other side has changed. */
export function replicationRule({ to, key, timeControl }: Copying): types.input.s3.BucketReplicationConfigRule {
  return {
    id: 'everything',
    status: 'Enabled',
    priority: 1,
    filter: {},
    deleteMarkerReplication: { status: 'Enabled' },
    sourceSelectionCriteria: {
      replicaModifications: { status: 'Enabled' },
      sseKmsEncryptedObjects: { status: 'Enabled' },
    },
    destination: {
      bucket: to,
      encryptionConfiguration: { replicaKmsKeyId: key },
      ...(timeControl
        ? {
            replicationTime: { status: 'Enabled', time: { minutes: MINUTES } },
            metrics: { status: 'Enabled', eventThreshold: { minutes: MINUTES } },
          }
        : { metrics: { status: 'Enabled' } }),
    },
  };
}

/** One bucket of the pair. */
export interface CopiedBucket {
  readonly region: string;
  readonly arn: pulumi.Input<string>;
  readonly key: pulumi.Input<string>;
}

/** What the copying role may do: read and write both buckets, and use the key of each in its region. */
export function replicationAccess(buckets: readonly CopiedBucket[]): pulumi.Output<string> {
  const arns = buckets.map(({ arn }) => arn);
  const objects = arns.map((arn) => pulumi.interpolate`${arn}/*`);
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: arns },
      {
        Effect: 'Allow',
        Action: [
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionTagging',
          's3:ReplicateObject',
          's3:ReplicateDelete',
          's3:ReplicateTags',
        ],
        Resource: objects,
      },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: buckets.map(({ key }) => key),
      },
    ],
  });
}
