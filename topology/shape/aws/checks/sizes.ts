import { headroom, instancesFor, instancesToKeep, leftAfter } from '../../../arithmetic/capacity.ts';
import type { Problem } from '../../problems.ts';
import type { AwsConfig } from '../schema.ts';
import { ZONES } from '../subnets.ts';
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

/** Tasks of each region. */
export interface Tasks {
  readonly min: number;
  readonly max: number;
  /** What `static` needs: the whole load, after the second loss that is tolerated. */
  readonly needed: number;
  readonly strategy: 'static' | 'scaled';
}

const FLOOR_SHARE = 0.5;

/** Tasks of each region with the defaults that follow from the load and the strategy. */
export const tasksOf = ({ scaling, load, service, capacity }: AwsConfig): Tasks => {
  const needed = instancesToKeep(load.peakRps, service.instanceRps, leftAfter(capacity.toleratesAlso, ZONES), 1);
  const below = scaling.minInstances !== undefined && scaling.minInstances < needed;
  const strategy = capacity.strategy ?? (below ? 'scaled' : 'static');
  const floor = strategy === 'static' ? needed : Math.ceil(needed * (capacity.floorShare ?? FLOOR_SHARE));
  const min = scaling.minInstances ?? Math.max(1, floor);
  return { min, max: scaling.maxInstances ?? 2 * Math.max(min, needed), needed, strategy };
};

const reads = ['scaling', 'capacity', 'load.peakRps', 'service.instanceRps'];

const maximum: AwsCheck = {
  reads,
  check: (config) => {
    const { min, max, needed } = tasksOf(config);
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

/** `static` is a promise; what was written beside it must not break it. */
const promise: AwsCheck = {
  reads,
  check: (config): readonly Problem[] => {
    const { capacity, scaling } = config;
    const { min, needed } = tasksOf(config);
    if (capacity.strategy === 'static' && scaling.minInstances !== undefined && min < needed)
      return [
        {
          path: 'scaling.minInstances',
          given: `${min} tasks, which carry ${min * config.service.instanceRps} of ${config.load.peakRps} requests/s`,
          allowed: 'with capacity.strategy static, enough tasks for the whole peak',
          fix: `Set minInstances to ${needed} or more, or capacity.strategy to scaled.`,
        },
      ];
    if (capacity.floorShare !== undefined && capacity.strategy !== 'scaled')
      return [
        {
          path: 'capacity.floorShare',
          given: `${capacity.floorShare}, with strategy ${capacity.strategy ?? 'static'}`,
          allowed: 'a floor only with strategy scaled',
          fix: 'Set capacity.strategy to scaled, or remove floorShare.',
        },
      ];
    return [];
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
export const sizeChecks: readonly AwsCheck[] = [
  cpu,
  memory,
  timeout,
  dials,
  maximum,
  promise,
  objective,
  memoryOptimised,
];
