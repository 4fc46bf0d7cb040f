import { group, list, number, oneOf, part, text, whole } from './fields.ts';

// What decides which machines run the service, and how many of them.

/** What runs the service. */
export const compute = oneOf(['cloud-run', 'instances'], {
  meaning:
    'What runs the service: Cloud Run, or managed instance groups in three zones of each region. Another choice rebuilds both regions.',
}).default('cloud-run');

const zones = (home: string) =>
  list(text(/^[a-z]+-[a-z]+[0-9]+-[a-z]$/, { meaning: 'Zone.', allowed: 'a zone such as us-central1-a' }), {
    meaning: `Zones of the home ${home} region.`,
    allowed: 'a list of at least three zones of that region',
    otherwise: 'the first three zones of the region',
  }).optional();

/** What only instances need. */
export const instances = group(
  'Virtual machines, with `compute: instances`. Ports, paths and probes are those of `service` and `detection`.',
  {
    machineType: text(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, {
      meaning: 'Machine of one instance.',
      allowed: 'a machine type such as e2-standard-2 or n2-custom-4-8192',
      otherwise: 'the smallest e2-standard machine with service.cpu and service.memoryMib',
    }).optional(),
    zones: group('Zones of each region; each has a group and an autoscaler of its own.', {
      primary: zones('primary'),
      failover: zones('failover'),
    }).prefault({}),
    bootImage: text(/^[\w.\-/:]+$/, {
      meaning: 'Boot image, which must understand cloud-init and bring Docker.',
      allowed: 'the path of an image or of an image family',
    }).default('projects/cos-cloud/global/images/family/cos-stable'),
    bootSeconds: whole(0, 600, {
      meaning: 'What a machine needs until the container starts; it comes on top of service.startSeconds.',
      unit: 's',
    }).default(45),
    bootDiskGib: whole(10, 2000, { meaning: 'Boot disk of one instance.', unit: 'GiB' }).default(20),
    warmInstances: whole(0, 1000, {
      meaning:
        'Suspended instances of each region that a scale-out resumes instead of booting new ones; rounded up to the same number in each zone.',
      unit: 'instances',
    }).default(0),
    targetRps: number(0.01, 100_000, {
      meaning:
        'Requests that the entry gives one instance of the active region before it sends the rest to the other one. This keeps the other region live.',
      unit: 'requests/s',
      otherwise: 'what keeps objectives.liveShare of the near clients overflowing at peak',
    }).optional(),
    cpuTarget: part('between', { meaning: 'CPU use at which the autoscaler adds instances.' }).default(0.6),
    healSeconds: whole(5, 300, {
      meaning:
        'Auto-healing check, start to start. Slower than detection, so that a sick dependency does not recreate every instance.',
      unit: 's',
    }).default(15),
    healFailures: whole(2, 10, {
      meaning: 'Auto-healing checks in a row that fail before an instance is recreated.',
      unit: 'checks',
    }).default(6),
    surge: whole(1, 1000, {
      meaning: 'Instances that an update adds at once over all zones of a region, before it takes any old one away.',
      unit: 'instances',
      otherwise: 'one in each zone',
    }).optional(),
  },
);

/** How much of the capacity runs before a loss. */
export const capacity = group('How much runs before a loss, and what else may fail at the same time.', {
  strategy: oneOf(['static', 'scaled'], {
    meaning:
      '`static`: each region always runs what the loss of the other needs. `scaled`: it runs a floor and grows, and requests are refused meanwhile; the verdict says for how long.',
    otherwise: '`static`, or `scaled` when scaling.minInstances is below what `static` needs',
  }).optional(),
  floorShare: number(0.01, 1, {
    meaning: 'With `scaled`: part of what `static` needs that runs all the time.',
    otherwise: '0.5',
  }).optional(),
  toleratesAlso: oneOf(['nothing', 'zone', 'deploy'], {
    meaning:
      'A second loss at the same time as that of a region: one zone of the other, or the quarter of its instances that a deployment may keep from serving.',
  }).default('nothing'),
});
