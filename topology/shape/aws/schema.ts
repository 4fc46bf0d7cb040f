import type { z } from 'zod';
import { amount, DAY_SECONDS, group, number, oneOf, text, whole, yesOrNo } from '../fields.ts';
import { configSchema, objectives, pair, range, scaling, service } from '../schema.ts';
import type { Topology } from '../topology.ts';
import { awsListPrices } from './prices.ts';

// Every key below `tandem:` of a stack on AWS. What means the same on Google Cloud is taken from there; the rest stands
// here, under the same key where it answers the same question.

const regions = pair('The two regions by their home role. Neither is built differently.', (home) =>
  text(/^[a-z]{2}-[a-z]+-[0-9]$/, {
    meaning: `Home ${home} region.`,
    allowed: 'an AWS region such as us-east-1',
    example: home === 'primary' ? 'us-east-1' : 'us-west-2',
  }),
);

// The entry waits for the balancer's own health check, and tasks that fail it are replaced: there is one path.
const { livePath: _live, concurrency: _concurrency, ...answering } = service.shape;

const awsService = group('What answers requests, the same in both regions.', {
  ...answering,
  image: text(/^[a-z0-9][\w.\-/:]*?(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/, {
    meaning: 'Container image. One of the registry of AWS is pulled in each region from the registry of that region.',
    allowed: 'an image with a tag or, better, a digest: registry/path@sha256:<64 hex digits>',
    example: '123456789012.dkr.ecr.us-east-1.amazonaws.com/acme-images:1.4.2',
  }),
  cpu: number(0.25, 16, {
    meaning: 'vCPUs of one task.',
    unit: 'vCPU',
    allowed: '0.25, 0.5, 1, 2, 4, 8 or 16',
  }).default(1),
  memoryMib: whole(512, 122_880, {
    meaning: 'Memory of one task.',
    unit: 'MiB',
    allowed: 'what Fargate pairs with the vCPUs: 2 to 8 times as many GiB, less with a quarter of one',
  }).default(2048),
});

const detection = group('How a bad region is noticed and left.', {
  periodSeconds: whole(5, 300, { meaning: 'Health check of the targets, start to start.', unit: 's' }).default(5),
  timeoutSeconds: whole(2, 120, { meaning: 'Time limit of one check; below the period.', unit: 's' }).default(2),
  failures: whole(2, 10, { meaning: 'Checks in a row to fall.', unit: 'checks' }).default(2),
  successes: whole(2, 10, { meaning: 'Checks in a row to rise.', unit: 'checks' }).default(2),
});

const dial = (home: string) =>
  whole(0, 100, {
    meaning: `Part of the requests nearest to the home ${home} region that it takes. At 0 it takes over and does nothing else.`,
    unit: '%',
  }).default(100);

const entry = group('What clients reach.', {
  kind: oneOf(['accelerator', 'dns'], {
    meaning:
      'Global Accelerator moves new connections within a minute; DNS waits for resolvers to forget, and can also answer for another cloud.',
  }).default('accelerator'),
  dials: group('How open each region is to the accelerator.', {
    primary: dial('primary'),
    failover: dial('failover'),
  }).prefault({}),
});

const awsNetwork = group('Private addresses. The two ranges may not overlap.', {
  cidrs: group("IPv4 range of each region's VPC. A change replaces it and all in it.", {
    primary: range('10.0.0.0/16', 'VPC of the home primary region.'),
    failover: range('10.1.0.0/16', 'VPC of the home failover region.'),
  }).prefault({}),
  egress: oneOf(['nat', 'endpoints'], {
    meaning: 'How tasks reach out: by a gateway in each zone, or to the services of AWS alone and to nothing else.',
  }).default('nat'),
});

const database = group('The global Aurora PostgreSQL database, one cluster in each region.', {
  version: text(/^\d{2}\.\d{1,2}$/, {
    meaning: 'Engine version of both clusters.',
    allowed: 'a version of Aurora PostgreSQL such as 17.4',
  }).default('17.4'),
  instanceClass: text(/^db\.[a-z0-9]+\.[a-z0-9]+$/, {
    meaning: 'Machine of each instance.',
    allowed: 'a memory-optimised class such as db.r6g.large, or db.serverless',
  }).default('db.r6g.large'),
  highAvailability: yesOrNo({ meaning: 'A second instance in another zone, on both sides.' }).default(true),
  recoveryDays: whole(1, 35, { meaning: 'Backups kept for point-in-time recovery.', unit: 'days' }).default(7),
  guarded: yesOrNo({ meaning: 'Engine and cloud refuse to delete it.' }).default(true),
});

const bucket = group('One bucket in each region; objects are copied both ways.', {
  timeControl: yesOrNo({ meaning: 'Copied within 15 minutes by promise, instead of at some time.' }).default(true),
});

const KEY = { form: /^[\w.-]{1,255}$/, allowed: 'letters, digits, dots, hyphens and underscores' };

const table = group('A DynamoDB table with a copy in each region. Left out: there is none.', {
  hashKey: text(KEY.form, { meaning: 'Partition key, a text.', allowed: KEY.allowed }).default('id'),
  rangeKey: text(KEY.form, {
    meaning: 'Sort key, a text.',
    allowed: KEY.allowed,
    otherwise: 'the table has none',
  }).optional(),
});

// An accelerator reacts in half a minute on top of the balancer's own check, so what Google's entry does in 20 s it cannot.
const awsObjectives = group('Limits that the verdict holds the plan against.', {
  ...objectives.shape,
  shedSeconds: number(0.001, DAY_SECONDS, {
    meaning: 'Longest time from a fault to the last new connection sent to the bad region.',
    unit: 's',
  }).default(60),
});

const price = (value: number, meaning: string, unit: string) => amount({ meaning, unit }).default(value);

const prices = group('Prices, because no plan says them. The defaults are list prices; set yours.', {
  vcpuHour: price(awsListPrices.vcpuHour, 'One vCPU of a task.', 'USD/h'),
  gibHour: price(awsListPrices.gibHour, "One GiB of a task's memory.", 'USD/h'),
  databaseHour: price(awsListPrices.databaseHour, 'One database instance.', 'USD/h'),
  storageGibMonth: price(awsListPrices.storageGibMonth, 'One GiB of database volume.', 'USD/month'),
  acceleratorHour: price(awsListPrices.acceleratorHour, 'The accelerator.', 'USD/h'),
  balancerHour: price(awsListPrices.balancerHour, 'One load balancer.', 'USD/h'),
  natHour: price(awsListPrices.natHour, 'One gateway of address translation; each zone has one.', 'USD/h'),
  filterMonth: price(awsListPrices.filterMonth, "One region's web filter with its rule.", 'USD/month'),
  keyMonth: price(awsListPrices.keyMonth, 'One encryption key of a region.', 'USD/month'),
});

const shared = configSchema.shape;

/** Every key below `tandem:` of a stack on AWS, with its form, default and meaning. */
export const awsConfigSchema = group('Configuration of one stack on AWS.', {
  name: shared.name,
  domain: shared.domain,
  zoneId: text(/^Z[A-Z0-9]{1,31}$/, {
    meaning: 'Hosted zone of Route 53 that holds the domain.',
    allowed: 'the id of a public hosted zone',
    otherwise: 'a zone for the domain is made, to which the zone above it has to point',
    example: 'Z0123456789ABCDEFGHIJ',
  }).optional(),
  regions,
  active: shared.active,
  service: awsService,
  load: shared.load,
  capacity: shared.capacity,
  detection: detection.prefault({}),
  entry: entry.prefault({}),
  scaling: scaling.prefault({}),
  network: awsNetwork.prefault({}),
  database: database.prefault({}),
  bucket: bucket.prefault({}),
  table: table.optional(),
  secrets: shared.secrets,
  objectives: awsObjectives,
  decisionSeconds: shared.decisionSeconds,
  alertEmails: shared.alertEmails,
  prices: prices.prefault({}),
  exceptions: shared.exceptions,
});

/** A configuration of the right form, with every default filled in that is a fixed value. */
export type AwsConfig = z.output<typeof awsConfigSchema>;

/** What is asked for on AWS, as plain data after validation: nothing that has a default is missing. */
export type AwsTopology = Omit<AwsConfig, 'scaling' | 'capacity'> & {
  readonly capacity: Topology['capacity'];
  /** Tasks that run all the time in each region. Default: what the strategy needs. */
  readonly minInstances: number;
  /** Tasks each region may grow to. Default: twice the minimum, and at least twice what `static` needs. */
  readonly maxInstances: number;
};
