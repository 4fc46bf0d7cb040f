// What providers promise, 0..1. A promise is repaid in credits and not in uptime, but it is the only figure published.
// Sources: cloud.google.com/<service>/sla and aws.amazon.com/<service>/sla, read in 2026 unless a year stands.

export const googleSla = {
  /** Global load balancer, Premium tier. */
  loadBalancer: 0.9999,
  /** Instances in several zones of one region. */
  instancesMultiZone: 0.9999,
  instancesSingleZone: 0.999,
  /** Cloud Run, one region. */
  cloudRun: 0.9995,
  cloudSqlEnterpriseHa: 0.9995,
  cloudSqlEnterprisePlusHa: 0.9999,
  /** A single-zone or shared-core database has no promise; the platform's target for one zone stands in for it. */
  cloudSqlZonal: 0.999,
  /** 2019 text. */
  spannerRegional: 0.9999,
  /** 2019 text. */
  spannerMultiRegion: 0.99999,
  /** 2018 text. */
  firestoreRegional: 0.9999,
  firestoreMultiRegion: 0.99999,
  /** 2021 text. */
  storageRegion: 0.999,
  /** 2021 text; dual-region. */
  storageDualRegion: 0.9995,
} as const;

export const awsSla = {
  /** Global Accelerator with an endpoint in several zones. */
  globalAccelerator: 0.9999,
  cloudFront: 0.999,
  /** Answering of DNS queries. */
  route53: 1,
  applicationLoadBalancer: 0.9999,
  /** Fargate, ECS and EC2, one region. */
  compute: 0.9999,
  auroraMultiZone: 0.9999,
  auroraSingleZone: 0.999,
  rdsMultiZone: 0.9995,
  rdsSingleZone: 0.995,
  dynamoDb: 0.9999,
  dynamoDbGlobalTable: 0.99999,
  s3: 0.999,
  secretsManager: 0.999,
} as const;
