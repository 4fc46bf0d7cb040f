// Comparing the sizes of two copies of a store.

/**
 * vCPUs of a Cloud SQL tier (`db-custom-4-15360`, `db-perf-optimized-N-8`), so that two tiers can be compared.
 * Undefined for a tier that does not say.
 */
export function tierCpus(tier: string | undefined): number | undefined {
  const text = /^db-(?:custom-|perf-optimized-[A-Z]-|c4a-highmem-|n1-(?:standard|highmem)-)(\d+)/.exec(tier ?? '')?.[1];
  return text === undefined ? SHARED_CORE[tier ?? ''] : Number(text);
}

const SHARED_CORE: Readonly<Record<string, number>> = { 'db-f1-micro': 0.2, 'db-g1-small': 0.5 };
