import { headroom, instancesFor } from '../../../arithmetic/capacity.ts';
import type { AwsConfig } from '../schema.ts';
import type { AwsCheck } from './check.ts';

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

const cpu: AwsCheck = {
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

const memory: AwsCheck = {
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

/** Tasks of each region with the defaults that follow from the load. */
export const tasksOf = ({ scaling, load, service }: AwsConfig): { readonly min: number; readonly max: number } => {
  const needed = instancesFor(load.peakRps, service.instanceRps);
  const min = scaling.minInstances ?? needed;
  return { min, max: scaling.maxInstances ?? 2 * Math.max(min, needed) };
};

const reads = ['scaling', 'load.peakRps', 'service.instanceRps'];

const maximum: AwsCheck = {
  reads,
  check: (config) => {
    const { min, max } = tasksOf(config);
    const needed = instancesFor(config.load.peakRps, config.service.instanceRps);
    if (max >= Math.max(min, needed)) return [];
    return [
      {
        path: 'scaling.maxInstances',
        given: `${max} tasks, which carry ${max * config.service.instanceRps} of ${config.load.peakRps} requests/s`,
        allowed: 'at least minInstances, and enough tasks for one region to carry the whole peak',
        fix: `Set maxInstances to ${Math.max(min, needed)} or more: each region must carry everything when the other is lost.`,
      },
    ];
  },
};

const objective: AwsCheck = {
  reads: [...reads, 'objectives.headroom'],
  check: (config) => {
    const { load, service, objectives } = config;
    const { max } = tasksOf(config);
    const reachable = headroom(max, service.instanceRps, load.peakRps);
    if (objectives.headroom <= reachable || reachable < 1) return [];
    const needed = instancesFor(objectives.headroom * load.peakRps, service.instanceRps);
    return [
      {
        path: 'objectives.headroom',
        given: `${objectives.headroom}`,
        allowed: `at most ${Math.floor(reachable * 1000) / 1000}, which is what ${max} tasks carry`,
        fix: `Set scaling.maxInstances to ${needed} or more, or lower the objective.`,
      },
    ];
  },
};

const timeout: AwsCheck = {
  reads: ['detection.timeoutSeconds', 'detection.periodSeconds'],
  check: ({ detection: { timeoutSeconds, periodSeconds } }) =>
    timeoutSeconds < periodSeconds
      ? []
      : [
          {
            path: 'detection.timeoutSeconds',
            given: `${timeoutSeconds}, with a period of ${periodSeconds}`,
            allowed: `below periodSeconds, so at most ${periodSeconds - 1}`,
            fix: `Set timeoutSeconds to ${periodSeconds - 1} or less, or lengthen the period.`,
          },
        ],
};

const dials: AwsCheck = {
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

const memoryOptimised: AwsCheck = {
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
export const sizeChecks: readonly AwsCheck[] = [cpu, memory, timeout, dials, maximum, objective, memoryOptimised];
