// List prices in USD. No plan says what it costs, so prices are inputs; these are their defaults. A price without a
// primary source is marked UNVERIFIED and should be set from the bill before a cost objective is trusted.

/** Hours of an average month. */
export const HOURS_PER_MONTH = 730;

/** Defaults by name of {@link https://cloud.google.com/pricing | Google's list} of 2026, region us-central1. */
export const listPrices = {
  /** One vCPU of an instance that runs all the time, by the hour. UNVERIFIED: Cloud Run, instance-based billing. */
  vcpuHour: 0.0648,
  /** One GiB of an instance's memory, by the hour. UNVERIFIED: Cloud Run, instance-based billing. */
  gibHour: 0.0072,
  /** One database instance without its standby, by the hour. UNVERIFIED: Enterprise Plus, 2 vCPU and 16 GiB. */
  databaseHour: 0.29,
  /** What the standby in a second zone multiplies a database's price by. Source: Cloud SQL bills both machines. */
  databaseHaFactor: 2,
  /** One GiB of stored database volume, by the month. UNVERIFIED: SSD. */
  storageGibMonth: 0.17,
  /** One global forwarding rule, by the hour. Source: cloud.google.com/load-balancing/pricing; the first five may be charged as one. */
  forwardingRuleHour: 0.025,
  /** One security policy with its rules, by the month. UNVERIFIED: 5 for the policy and 1 for each of two rules. */
  armorMonth: 7,
  /** Address translation of one region, by the hour. UNVERIFIED: a gateway that serves up to 32 instances. */
  natHour: 0.045,
} as const;
