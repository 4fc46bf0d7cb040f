import { type Sizes, sizesFor } from '../../capacity.ts';
import { capacityChecksOf } from '../../checks/capacity.ts';
import type { Check } from '../../checks/check.ts';
import { timeoutBelowPeriod } from '../../checks/detection.ts';
import type { AwsConfig } from '../schema.ts';
import { ZONES } from '../subnets.ts';

/** Memory that Fargate pairs with a number of vCPUs: least, most and step in MiB. Source: docs.aws.amazon.com, task size. */
const MEMORY_MIB_BY_CPU: Readonly<Record<number, readonly [number, number, number]>> = {
  0.25: [512, 2048, 512],
  0.5: [1024, 4096, 1024],
  1: [2048, 8192, 1024],
  2: [4096, 16_384, 1024],
  4: [8192, 30_720, 1024],
  8: [16_384, 61_440, 4096],
  16: [32_768, 122_880, 8192],
};

const cpu: Check<AwsConfig> = {
  reads: ['service.cpu'],
  check: ({ service }) =>
    MEMORY_MIB_BY_CPU[service.cpu]
      ? []
      : [
          {
            path: 'service.cpu',
            given: `${service.cpu}`,
            allowed: Object.keys(MEMORY_MIB_BY_CPU)
              .sort((a, b) => Number(a) - Number(b))
              .join(', '),
            fix: 'Choose one of these numbers.',
          },
        ],
};

const memory: Check<AwsConfig> = {
  reads: ['service.cpu', 'service.memoryMib'],
  check: ({ service: { cpu: vcpus, memoryMib } }) => {
    const pair = MEMORY_MIB_BY_CPU[vcpus];
    if (!pair) return [];
    const [least, most, step] = pair;
    if (memoryMib >= least && memoryMib <= most && memoryMib % step === 0) return [];
    return [
      {
        path: 'service.memoryMib',
        given: `${memoryMib}, with ${vcpus} vCPU`,
        allowed: `from ${least} to ${most} in steps of ${step} with ${vcpus} vCPU`,
        fix: 'Change the memory or the number of vCPUs.',
      },
    ];
  },
};

/** Tasks of each region with the defaults that follow from the load and the strategy. */
export const tasksOf = (config: AwsConfig): Sizes => sizesFor(config, ZONES, 1);

const dials: Check<AwsConfig> = {
  reads: ['entry'],
  check: ({
    entry: {
      dials: { primary, failover },
    },
  }) =>
    primary > 0 || failover > 0
      ? []
      : [
          {
            path: 'entry.dials',
            given: '0 for both regions',
            allowed: 'at least one region above 0',
            fix: 'Open the dial of the region that serves.',
          },
        ],
};

const memoryOptimised: Check<AwsConfig> = {
  reads: ['database.instanceClass'],
  check: ({ database: { instanceClass } }) =>
    /^db\.(r[5-9]|r1\d|x\d)[a-z]*\.|^db\.serverless$/.test(instanceClass)
      ? []
      : [
          {
            path: 'database.instanceClass',
            given: instanceClass,
            allowed: 'a memory-optimised class (db.r5 and later, db.x) or db.serverless',
            fix: 'Choose for example db.r6g.large: a global database takes no burstable or general-purpose class.',
          },
        ],
};

/** Sizes that the services offer, and that carry the load. */
export const sizeChecks: readonly Check<AwsConfig>[] = [
  cpu,
  memory,
  timeoutBelowPeriod,
  dials,
  ...capacityChecksOf<AwsConfig>({
    sizes: tasksOf,
    noun: 'tasks',
    reads: ['scaling', 'capacity', 'load.peakRps', 'service.instanceRps'],
  }),
  memoryOptimised,
];
