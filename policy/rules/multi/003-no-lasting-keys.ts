import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet } from '../../../topology/graph/value.ts';
import { breach, graphRule, type Finding } from '../../frame/rule.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { unknownArgument } from '../../frame/rule.ts';
import { usesBoth } from '../support/clouds.ts';
import { FEDERATION } from './support/sources.ts';

/** Keys that work until somebody deletes them, and what does the same without one. */
const KEYS: Readonly<Record<string, string>> = {
  'gcp:serviceaccount/key:Key': 'use a WorkloadIdentityPoolProvider that trusts the AWS account',
  'aws:iam/accessKey:AccessKey': 'use a Role that trusts accounts.google.com',
};
const JOB = 'gcp:storage/transferJob:TransferJob';
const SPEC = 'transferSpec.awsS3DataSource';

export const noLastingKeys = graphRule({
  id: 'tandem-multi-003-no-lasting-keys',
  title: 'Clouds know each other without keys',
  what: 'A program on both clouds creates no service account key and no access key, and a transfer job reads S3 by a role.',
  why: 'A key that never ends is in states, logs and images sooner or later, and opens one cloud from anywhere.',
  source: FEDERATION,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Let each cloud trust the identities of the other: a workload identity pool, and a role for web identities.',
  example:
    "new WorkloadIdentityPoolProvider('aws', { workloadIdentityPoolId, workloadIdentityPoolProviderId: 'aws', aws: { accountId }, attributeCondition })",
  types: [...Object.keys(KEYS), JOB],
  judge: (graph) =>
    usesBoth(graph)
      ? [
          ...Object.entries(KEYS).flatMap(([type, fix]) =>
            graph.ofType(type).map((key) => breach(key, 'type', 'is a key that works until somebody deletes it', fix)),
          ),
          ...graph.ofType(JOB).flatMap(judge),
        ]
      : [],
});

function judge(job: Resource): readonly Finding[] {
  const fix = `set ${SPEC}.roleArn to a role that trusts the transfer service`;
  if (isUnknown(valueAt(job.inputs, SPEC))) return [unknownArgument(job, SPEC, fix)];
  if (!isSet(job.inputs, SPEC)) return [];
  if (isSet(job.inputs, `${SPEC}.awsAccessKey`))
    return [breach(job, `${SPEC}.awsAccessKey`, 'is set; allowed is a role', fix)];
  if (isSet(job.inputs, `${SPEC}.roleArn`) || isSet(job.inputs, `${SPEC}.credentialsSecret`)) return [];
  return [breach(job, `${SPEC}.roleArn`, 'is not set, so the job may read nothing', fix)];
}
