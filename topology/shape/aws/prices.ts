// List prices of AWS in USD, region us-east-1, as a plan needs them. Sources: aws.amazon.com/<service>/pricing, 2026.

/** Defaults of `prices` on AWS. */
export const awsListPrices = {
  /** One vCPU of a Fargate task, by the hour. */
  vcpuHour: 0.04048,
  /** One GiB of a Fargate task's memory, by the hour. */
  gibHour: 0.004445,
  /** One instance of the Aurora database, by the hour. UNVERIFIED: db.r6g.large. */
  databaseHour: 0.26,
  /** One GiB of database volume, by the month; each region holds one. */
  storageGibMonth: 0.1,
  /** The accelerator, by the hour. */
  acceleratorHour: 0.025,
  /** One load balancer, by the hour. */
  balancerHour: 0.0225,
  /** One gateway of address translation, by the hour: one in each zone. */
  natHour: 0.045,
  /** One region's web filter and its rule, by the month. UNVERIFIED. */
  filterMonth: 6,
  /** One encryption key of a region, by the month. */
  keyMonth: 1,
} as const;
