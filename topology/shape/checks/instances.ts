import { nearPrimaryRps, sizesOf, targetOf, zoneCount, zonesOfRegions } from '../capacity.ts';
import { fits, machineFor } from '../machines.ts';
import { zonesOf } from '../places.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

// What managed groups need. Nothing here is looked at on Cloud Run.

const LEAST_ZONES = 3;

const check = (reads: readonly string[], problemsOf: (config: Config) => readonly Problem[]): Check => ({
  reads: ['compute', ...reads],
  check: (config) => (config.compute === 'instances' ? problemsOf(config) : []),
});

const zones = check(['instances.zones', 'regions'], (config) =>
  (['primary', 'failover'] as const).flatMap((home): readonly Problem[] => {
    const region = config.regions[home];
    const named = zonesOfRegions(config)[home];
    const path = `instances.zones.${home}`;
    const known = zonesOf(region).join(', ');
    const own = [...new Set(named.filter((zone) => zone.startsWith(`${region}-`)))];
    if (own.length < named.length) {
      const wrong = named.filter((zone, index) => !own.includes(zone) || named.indexOf(zone) < index);
      return [
        {
          path,
          given: `${named.join(', ')}`,
          allowed: `different zones of ${region}`,
          fix: `Change ${wrong.join(', ')}; ${region} has for example ${known}.`,
        },
      ];
    }
    if (named.length >= LEAST_ZONES) return [];
    return [
      {
        path,
        given: `${named.length} zone${named.length === 1 ? '' : 's'}: ${named.join(', ') || 'none'}`,
        allowed: `at least ${LEAST_ZONES} zones, so that the loss of one leaves two thirds`,
        fix: `Name ${LEAST_ZONES}, for example ${known}, or remove the key.`,
      },
    ];
  }),
);

const alike = check(['instances.zones', 'regions'], (config) => {
  const { primary, failover } = zonesOfRegions(config);
  if (primary.length === failover.length || Math.min(primary.length, failover.length) < LEAST_ZONES) return [];
  return [
    {
      path: 'instances.zones',
      given: `${primary.length} and ${failover.length} zones`,
      allowed: 'as many zones in one region as in the other',
      fix: `Name ${Math.max(primary.length, failover.length)} zones in both: sizes are the same in each zone.`,
    },
  ];
});

const surge = check(['instances.surge', 'instances.zones', 'regions'], (config) => {
  const count = zoneCount(config);
  const given = config.instances.surge;
  if (given === undefined || given >= count) return [];
  return [
    {
      path: 'instances.surge',
      given: `${given}, with ${count} zones`,
      allowed: `at least ${count}, one instance in each zone`,
      fix: `Set surge to ${count} or more: each zone updates by itself, and one without a surge would never finish.`,
    },
  ];
});

const machine = check(['instances.machineType', 'service.cpu', 'service.memoryMib'], ({ instances, service }) => {
  const { machineType } = instances;
  const type = machineType ?? machineFor(service);
  if (fits(type, service)) return [];
  return [
    {
      path: 'instances.machineType',
      given: `${type}, for ${service.cpu} vCPU and ${service.memoryMib} MiB`,
      allowed: 'a machine with at least service.cpu and service.memoryMib',
      fix: `Use ${machineFor(service)}, or lower what the service asks for.`,
    },
  ];
});

const live = check(
  ['instances', 'load', 'scaling', 'capacity', 'service.instanceRps', 'objectives.liveShare', 'regions'],
  (config) => {
    const { min } = sizesOf(config);
    const target = targetOf(config);
    const nearRps = nearPrimaryRps(config);
    if (target * min < nearRps) return [];
    const below = Math.floor((100 * nearRps) / min - 1e-9) / 100;
    return [
      {
        path: 'instances.targetRps',
        given: `${target}, so ${min} instances aim at ${target * min} of the ${nearRps} requests/s near them`,
        allowed: `at most ${below}, or nothing overflows and the other region is not live`,
        fix:
          below > 0
            ? `Set targetRps to ${below} or less, or remove the key.`
            : 'Lower scaling.minInstances: so many instances for so little load leave no target below it.',
      },
    ];
  },
);

/** Zones, updates, machines and targets of managed groups. */
export const instanceChecks: readonly Check[] = [zones, alike, surge, machine, live];
