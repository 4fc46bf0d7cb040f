// Pages that state the behaviour behind the rules.

export const RECORD_CHOICE =
  'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html';
export const CHECK_VALUES =
  'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html';
export const FEDERATION = 'https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds';
export const WEB_IDENTITY = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html';
export const TRANSFER_JOBS = 'https://docs.cloud.google.com/storage-transfer/docs/create-transfers/agentless/s3';
export const LOGICAL_REPLICATION =
  'https://docs.cloud.google.com/sql/docs/postgres/replication/configure-logical-replication';
