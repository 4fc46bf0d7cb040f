import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Days for which requests can be looked up. */
const KEPT_DAYS = 30;

/**
 * A bucket for the log of every request, which load balancers of this account and of its own region alone may write to: the
 * service that writes their logs does so for everybody, and puts each account's below a prefix of its own.
 */
export function accessLogs(
  name: string,
  region: string,
  guarded: boolean,
  { parent }: Pick<pulumi.CustomResourceOptions, 'parent'>,
): { readonly bucket: pulumi.Output<string>; readonly writable: pulumi.Resource } {
  const child = parent === undefined ? {} : { parent };
  const bucket = new aws.s3.Bucket(name, { region, forceDestroy: !guarded }, child);
  const of = { region, bucket: bucket.id };
  const { accountId } = aws.getCallerIdentityOutput({}, child);
  new aws.s3.BucketPublicAccessBlock(
    `${name}-private`,
    { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    child,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-expiry`,
    { ...of, rules: [{ id: 'old-logs', status: 'Enabled', filter: {}, expiration: { days: KEPT_DAYS } }] },
    child,
  );
  const writable = new aws.s3.BucketPolicy(
    `${name}-writers`,
    {
      ...of,
      policy: pulumi.jsonStringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/${accountId}/*`,
          },
        ],
      }),
    },
    child,
  );
  return { bucket: bucket.bucket, writable };
}
