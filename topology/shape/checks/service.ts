import type { Check } from './check.ts';

/** Memory that Cloud Run accepts for a number of vCPUs, in MiB. Source: cloud.google.com/run/docs/configuring/services/memory-limits. */
const MEMORY_MIB_BY_CPU: Readonly<Record<number, readonly [number, number]>> = {
  1: [128, 4096],
  2: [128, 8192],
  4: [2048, 16_384],
  6: [4096, 24_576],
  8: [4096, 32_768],
};

const cpus: Check = {
  reads: ['service.cpu', 'compute'],
  check: ({ compute, service }) =>
    compute !== 'cloud-run' || MEMORY_MIB_BY_CPU[service.cpu]
      ? []
      : [
          {
            path: 'service.cpu',
            given: `${service.cpu}`,
            allowed: Object.keys(MEMORY_MIB_BY_CPU).join(', '),
            fix: 'Choose one of these numbers.',
          },
        ],
};

const memory: Check = {
  reads: ['service.cpu', 'service.memoryMib', 'compute'],
  check: ({ compute, service }) => {
    const limits = compute === 'cloud-run' ? MEMORY_MIB_BY_CPU[service.cpu] : undefined;
    if (!limits || (service.memoryMib >= limits[0] && service.memoryMib <= limits[1])) return [];
    return [
      {
        path: 'service.memoryMib',
        given: `${service.memoryMib}, with ${service.cpu} vCPU`,
        allowed: `from ${limits[0]} to ${limits[1]} with ${service.cpu} vCPU`,
        fix: 'Change the memory or the number of vCPUs.',
      },
    ];
  },
};

/** vCPUs and memory that Cloud Run offers together. */
export const serviceChecks: readonly Check[] = [cpus, memory];
