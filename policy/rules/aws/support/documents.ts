// Policy documents: where each type writes its own, and how statements are read.

const ROLE = 'aws:iam/role:Role';

/** Where each type writes its document. Those that are attached to a resource name that resource by themselves. */
export const DOCUMENTS: Readonly<Record<string, string>> = {
  'aws:iam/policy:Policy': 'policy',
  'aws:iam/rolePolicy:RolePolicy': 'policy',
  'aws:s3/bucketPolicy:BucketPolicy': 'policy',
  'aws:sns/topicPolicy:TopicPolicy': 'policy',
  'aws:ecr/repositoryPolicy:RepositoryPolicy': 'policy',
  'aws:secretsmanager/secretPolicy:SecretPolicy': 'policy',
  [ROLE]: 'assumeRolePolicy',
};

/** Documents of an identity: they say on what it may act, and those of a resource who may act. */
export const ofIdentity = (type: string): boolean => /^aws:iam\/(policy|rolePolicy):/.test(type);
