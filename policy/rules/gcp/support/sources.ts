// Pages that state the behaviour behind the rules.

const DOCS = 'https://docs.cloud.google.com';

export const BACKEND_SERVICES = `${DOCS}/load-balancing/docs/backend-service`;
export const SERVERLESS_NEGS = `${DOCS}/load-balancing/docs/negs/serverless-neg-concepts`;
export const SERVICE_LB_POLICY = `${DOCS}/load-balancing/docs/service-lb-policy`;
export const HEALTH_CHECKS = `${DOCS}/load-balancing/docs/health-check-concepts`;
export const LB_LOGGING = `${DOCS}/load-balancing/docs/https/https-logging-monitoring`;
export const RUN_SERVICE_HEALTH = `${DOCS}/run/docs/configuring/configure-service-health`;
export const RUN_SCALING = `${DOCS}/run/docs/about-instance-autoscaling`;
export const REGIONAL_MIGS = `${DOCS}/compute/docs/instance-groups/regional-migs`;
export const AUTOHEALING = `${DOCS}/compute/docs/instance-groups/autohealing-instances-in-migs`;
export const SQL_AVAILABILITY = `${DOCS}/sql/docs/postgres/high-availability`;
export const SQL_DISASTER_RECOVERY = `${DOCS}/sql/docs/postgres/use-advanced-disaster-recovery`;
export const SQL_DELETION = `${DOCS}/sql/docs/postgres/deletion-protection`;
export const BUCKET_AVAILABILITY = `${DOCS}/storage/docs/availability-durability`;
export const BUCKET_LOCATIONS = `${DOCS}/storage/docs/locations`;
export const SECRET_REPLICATION = `${DOCS}/secret-manager/docs/choosing-replication`;
export const IMAGE_LOCATIONS = `${DOCS}/artifact-registry/docs/repositories/repo-locations`;
export const RUN_INGRESS = `${DOCS}/run/docs/securing/ingress`;
export const SSL_POLICIES = `${DOCS}/load-balancing/docs/ssl-policies-concepts`;
export const ALERTING = `${DOCS}/monitoring/alerts`;
export const UPTIME_CHECKS = `${DOCS}/monitoring/uptime-checks`;
export const TRAFFIC_MANAGEMENT = `${DOCS}/load-balancing/docs/https/traffic-management-global`;
export const ARMOR_RATE_LIMITS = `${DOCS}/armor/docs/rate-limiting-overview`;
export const SQL_PRIVATE_IP = `${DOCS}/sql/docs/postgres/private-ip`;
export const SQL_ENCRYPTION = `${DOCS}/sql/docs/postgres/configure-ssl-instance`;
export const SQL_EDITIONS = `${DOCS}/sql/docs/postgres/editions-intro`;
export const NO_EXTERNAL_ADDRESS = `${DOCS}/compute/docs/ip-addresses/configure-static-external-ip-address`;
export const IAM_ROLES = `${DOCS}/iam/docs/using-iam-securely`;
export const IAM_PRINCIPALS = `${DOCS}/iam/docs/principals-overview`;
export const RUN_SECRETS = `${DOCS}/run/docs/configuring/services/secrets`;
export const BUCKET_PUBLIC_ACCESS = `${DOCS}/storage/docs/public-access-prevention`;
export const AUDIT_LOGS = `${DOCS}/logging/docs/audit/configure-data-access`;
export const RUN_MAX_INSTANCES = `${DOCS}/run/docs/configuring/max-instances`;
