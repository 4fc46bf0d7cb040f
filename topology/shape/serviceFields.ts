import type { z } from 'zod';
import { capacity, instances } from './computeFields.ts';
import {
  amount,
  DAY_SECONDS,
  group,
  groups,
  list,
  map,
  number,
  part,
  text,
  whole,
  type FieldMeaning,
} from './fields.ts';

// What answers requests: one service, or several behind one entry. Keys that mean the same have the same name in both.

const PATH = { form: /^\/[\w\-./~%]*$/, allowed: 'a URL path that starts with /' };

/** A host name. */
export const host = (meaning: FieldMeaning) =>
  text(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, {
    allowed: 'a host name in lower case, with no scheme, port or final dot',
    ...meaning,
  });

export const service = group('What answers requests, the same in both regions.', {
  image: text(/^[a-z0-9][\w.\-/:]*?(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/, {
    meaning: 'Container image.',
    allowed: 'an image with a tag or, better, a digest: registry/path@sha256:<64 hex digits>',
    example: 'us-docker.pkg.dev/acme-prod/api/api:1.4.2',
  }),
  port: whole(1, 65_535, { meaning: 'TCP port the container listens on.' }).default(8080),
  cpu: whole(1, 8, { meaning: 'vCPUs of one instance.', unit: 'vCPU', allowed: '1, 2, 4, 6 or 8' }).default(1),
  memoryMib: whole(128, 32_768, { meaning: 'Memory of one instance.', unit: 'MiB' }).default(512),
  concurrency: whole(1, 1000, { meaning: 'Requests one instance works on at once.', unit: 'requests' }).default(80),
  instanceRps: number(0.01, 100_000, {
    meaning: 'Requests that one instance carries at target utilisation. Measure it: every capacity follows from it.',
    unit: 'requests/s',
    example: '25',
  }),
  startSeconds: number(0.1, 600, {
    meaning: 'Time from the decision to scale until a new instance serves.',
    unit: 's',
  }).default(10),
  readyPath: text(PATH.form, {
    meaning: 'Path that answers 200 only when this instance can serve.',
    allowed: PATH.allowed,
  }).default('/ready'),
  livePath: text(PATH.form, {
    meaning: 'Path that answers 200 while the process is alive.',
    allowed: PATH.allowed,
  }).default('/live'),
  env: map(/^(?!(PORT|K_[A-Z]+)$)[A-Za-z_]\w*$/, {
    meaning: 'Plain environment variables of the container. Secrets go through `secrets`.',
    allowed: 'texts by variable name; PORT and K_* belong to Cloud Run',
  }).prefault({}),
});

export const load = group('What clients ask of the whole.', {
  peakRps: number(0.01, 10_000_000, {
    meaning: 'Requests of the whole at peak; where there are further services, of `service` alone.',
    unit: 'requests/s',
    example: '400',
  }),
  failoverClientShare: part('between', {
    meaning:
      'Part of the clients whose nearest region is the failover region. On Cloud Run it is the live share of that region.',
  }).default(0.2),
});

export const scaling = group('Instances of each region; both regions have the same.', {
  minInstances: whole(1, 1000, {
    meaning: 'Instances that run all the time. 0 would leave a region cold and without a health signal.',
    unit: 'instances',
    otherwise:
      'what capacity.strategy needs at load.peakRps / service.instanceRps; on instances, the same number in each zone',
  }).optional(),
  maxInstances: whole(1, 10_000, {
    meaning: 'Instances it may grow to.',
    unit: 'instances',
    otherwise: 'twice minInstances, and at least twice what `static` needs',
  }).optional(),
});

export const objectives = group('Limits that the verdict holds the plan against.', {
  shedSeconds: number(0.001, DAY_SECONDS, {
    meaning: 'Longest time from a fault to the last new request sent to the bad region.',
    unit: 's',
  }).default(20),
  returnSeconds: number(0.001, DAY_SECONDS, {
    meaning: 'Longest time from recovery until traffic is back.',
    unit: 's',
  }).default(300),
  headroom: number(0.01, 100, {
    meaning: 'Capacity of the surviving region / peak load of the whole. Below 1 it cannot carry it.',
  }).default(1),
  liveShare: part('between', {
    meaning: 'Least part of real traffic that the failover region serves while all is well.',
  }).default(0.05),
  rpoSeconds: amount({ meaning: 'Most data lost with a region, in time of writes.', unit: 's' }).default(900),
  writeRtoSeconds: number(0.001, 7 * DAY_SECONDS, {
    meaning: 'Longest time until writes work again after the loss of the database primary.',
    unit: 's',
  }).default(2400),
  availability: part('between', { meaning: 'Yearly availability of the composite.' }).default(0.999),
  monthlyCostUsd: amount({ meaning: 'Most that a month may cost at the given prices.', unit: 'USD', example: '4000' }),
});

/** A key that one service may set for itself; otherwise the topology's holds. */
const own = <Field extends z.ZodType>(field: z.ZodDefault<Field>, otherwise: string) => {
  const inner = field.unwrap();
  return inner.meta({ ...inner.meta(), otherwise }).optional();
};

const ownObjective = <Name extends keyof typeof objectives.shape>(name: Name) =>
  own(objectives.shape[name] as z.ZodDefault<z.ZodType<number>>, `objectives.${name}`);

const route = {
  hosts: list(host({ meaning: 'Host.' }), {
    meaning: 'Host names under which clients reach it; each gets a certificate.',
    allowed: 'a list of host names',
    otherwise: '`domain`',
  }).default([]),
  paths: list(
    text(/^(\/[\w\-.~%]+)+$/, { meaning: 'Path.', allowed: 'a URL path that starts with / and does not end with one' }),
    {
      meaning: 'Paths on these hosts, each with everything below it.',
      allowed: 'a list of URL paths that start with / and do not end with one, such as /billing',
      otherwise: 'the whole of its hosts',
    },
  ).default([]),
};

/** Further services, by name. Network, entry, database, bucket, secrets and images are shared. */
export const services = groups(
  /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  {
    meaning:
      'Further services behind the same entry, by name. `service` answers what none of them claims. Stores, network and detection are shared; data and cost have one objective for all.',
    allowed: 'groups by name: lower-case letters, digits and inner hyphens, starting with a letter',
  },
  group('One further service.', {
    ...service.shape,
    ...route,
    load: group('What clients ask of this service.', {
      peakRps: load.shape.peakRps.meta({ ...load.shape.peakRps.meta(), meaning: 'Requests of this service at peak.' }),
      failoverClientShare: own(load.shape.failoverClientShare, 'load.failoverClientShare'),
    }),
    scaling: scaling.prefault({}),
    capacity: group('How much of it runs before a loss.', {
      strategy: capacity.shape.strategy,
      floorShare: capacity.shape.floorShare,
    }).prefault({}),
    instances: group('Its machines, with `compute: instances`.', {
      machineType: instances.shape.machineType,
      targetRps: instances.shape.targetRps,
    }).prefault({}),
    objectives: group('Limits of its own.', {
      shedSeconds: ownObjective('shedSeconds'),
      returnSeconds: ownObjective('returnSeconds'),
      headroom: ownObjective('headroom'),
      liveShare: ownObjective('liveShare'),
      availability: ownObjective('availability'),
    }).prefault({}),
  }),
).prefault({});
