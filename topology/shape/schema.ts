import { z } from 'zod';
import { listPrices } from '../arithmetic/prices.ts';
import { capacity, compute, instances } from './computeFields.ts';
import { fastestDetection } from './fastest.ts';
import { amount, DAY_SECONDS, group, list, number, oneOf, text, whole, yesOrNo } from './fields.ts';
import { host, load, objectives, scaling, service, services } from './serviceFields.ts';

export { load, objectives, scaling, service };

// Every key that a person may set below `tandem:` of a stack on Google Cloud: validation, docs/config.md and the `config:`
// block of Pulumi.yaml all come from here. Fields of services are in serviceFields.ts, those of machines in
// computeFields.ts; the keys of other stacks are in aws/ and multicloud/. What spans several keys is in checks/.

const REGION = /^[a-z]+-[a-z]+[0-9]+$/;
const REGION_FORM = 'a Google Cloud region such as us-central1';
const IPV4_RANGE = { allowed: 'an IPv4 range such as 10.0.0.0/20', form: /^\S+$/ };

export const pair = (meaning: string, side: (home: string) => ReturnType<typeof text>) =>
  group(meaning, { primary: side('primary'), failover: side('failover') });

const regions = pair('The two regions by their home role. Neither is built differently.', (home) =>
  text(REGION, {
    meaning: `Home ${home} region.`,
    allowed: REGION_FORM,
    example: home === 'primary' ? 'us-central1' : 'us-east4',
  }),
);

const detection = group('How a bad region is noticed and left.', {
  periodSeconds: whole(fastestDetection.periodSeconds, 3600, {
    meaning: 'Readiness probe, start to start.',
    unit: 's',
  }).default(5),
  timeoutSeconds: whole(fastestDetection.timeoutSeconds, 3599, {
    meaning: 'Time limit of one probe; below the period.',
    unit: 's',
  }).default(1),
  failures: whole(fastestDetection.failures, 10, { meaning: 'Probes in a row to fall.', unit: 'probes' }).default(2),
  successes: whole(fastestDetection.successes, 10, { meaning: 'Probes in a row to rise.', unit: 'probes' }).default(2),
  consecutiveErrors: whole(fastestDetection.consecutiveErrors, 1000, {
    meaning: 'A region is ejected after this many errors in a row.',
    unit: 'requests',
  }).default(5),
  baseEjectionSeconds: whole(fastestDetection.baseEjectionSeconds, DAY_SECONDS, {
    meaning: 'The first ejection lasts this long.',
    unit: 's',
  }).default(180),
  perTrySeconds: whole(fastestDetection.perTrySeconds, 3600, {
    meaning: 'Time limit of one try before the entry tries the other region.',
    unit: 's',
  }).default(2),
  retries: whole(fastestDetection.retries, 10, { meaning: 'Retries after the first try.', unit: 'tries' }).default(2),
});

export const range = (value: string, meaning: string) =>
  text(IPV4_RANGE.form, { meaning, allowed: IPV4_RANGE.allowed }).default(value);

const network = group('Private addresses. No two ranges may overlap.', {
  cidrs: group("IPv4 range of each region's subnet.", {
    primary: range('10.0.0.0/20', 'Subnet of the home primary region.'),
    failover: range('10.1.0.0/20', 'Subnet of the home failover region.'),
  }).prefault({}),
  servicesCidr: range('10.100.0.0/16', 'Range for private services, which holds the databases.'),
});

const database = group('The PostgreSQL pair, one instance in each region.', {
  version: oneOf(['POSTGRES_14', 'POSTGRES_15', 'POSTGRES_16', 'POSTGRES_17', 'POSTGRES_18'], {
    meaning: 'Database version.',
  }).default('POSTGRES_17'),
  tier: text(/^db-[a-z0-9]+(-[A-Za-z0-9]+)*$/, {
    meaning: 'Machine of each instance.',
    allowed: 'db-perf-optimized-N-<vCPU> with ENTERPRISE_PLUS, db-custom-<vCPU>-<MiB> with ENTERPRISE',
  }).default('db-perf-optimized-N-2'),
  edition: oneOf(['ENTERPRISE', 'ENTERPRISE_PLUS'], {
    meaning: 'Only ENTERPRISE_PLUS can designate a DR replica and has a write endpoint that follows the primary.',
  }).default('ENTERPRISE_PLUS'),
  highAvailability: yesOrNo({ meaning: 'Standby in a second zone, on both sides.' }).default(true),
  designateReplica: yesOrNo({
    meaning: 'Set true from the second apply on: the replica then exists and can be designated.',
  }).default(false),
  recoveryDays: whole(1, 35, { meaning: 'Logs kept for point-in-time recovery.', unit: 'days' }).default(7),
  guarded: yesOrNo({ meaning: 'Engine and cloud refuse to delete it.' }).default(true),
});

const bucket = group('The dual-region bucket. Its place follows from the regions.', {
  turbo: yesOrNo({ meaning: 'Replicated within 15 minutes instead of 12 hours.' }).default(true),
});

const price = (value: number, meaning: string, unit: string) => amount({ meaning, unit }).default(value);

const prices = group('Prices, because no plan says them. The defaults are list prices; set yours.', {
  vcpuHour: price(listPrices.vcpuHour, 'One vCPU of an instance that runs all the time.', 'USD/h'),
  gibHour: price(listPrices.gibHour, "One GiB of an instance's memory.", 'USD/h'),
  databaseHour: price(listPrices.databaseHour, 'One database instance without its standby.', 'USD/h'),
  databaseHaFactor: number(1, 10, { meaning: 'What a standby multiplies that price by.' }).default(
    listPrices.databaseHaFactor,
  ),
  storageGibMonth: price(listPrices.storageGibMonth, 'One GiB of database volume.', 'USD/month'),
  forwardingRuleHour: price(listPrices.forwardingRuleHour, 'One global forwarding rule.', 'USD/h'),
  armorMonth: price(listPrices.armorMonth, 'The security policy and its rules.', 'USD/month'),
  natHour: price(listPrices.natHour, 'Address translation of one region.', 'USD/h'),
});

const sentence = { form: /\S/, allowed: 'a text' };

const exception = group('An agreed breach of a rule.', {
  rule: text(/^[a-z][a-z0-9-]*$/, { meaning: 'Rule id.', allowed: 'the id of a rule' }),
  resource: text(sentence.form, { meaning: 'Where it holds.', allowed: 'a logical name, a URN, or *' }),
  reason: text(sentence.form, { meaning: 'Why.', allowed: sentence.allowed }),
  owner: text(sentence.form, { meaning: 'Who answers for it.', allowed: 'a person or a team' }),
  until: z.iso.date().meta({
    type: 'text',
    meaning: 'Last day on which it holds.',
    allowed: 'a date as YYYY-MM-DD',
  }),
});

/** Every key below `tandem:`, with its form, default and meaning. */
export const configSchema = group('Configuration of one stack.', {
  name: text(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, {
    meaning: 'Start of every physical name.',
    allowed: 'lower-case letters, digits and inner hyphens, starting with a letter',
    example: 'acme-api',
  }),
  project: text(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
    meaning: 'Google Cloud project that holds the topology; the same as gcp:project.',
    allowed: '6 to 30 lower-case letters, digits and inner hyphens, starting with a letter',
    example: 'acme-prod',
  }),
  domain: host({ meaning: 'Host name that clients use.', example: 'api.acme.example' }),
  regions,
  active: oneOf(['primary', 'failover'], {
    meaning: 'Home role of the region that holds the write side now. Change it to switch over.',
  }).default('primary'),
  compute,
  service,
  services,
  load,
  capacity: capacity.prefault({}),
  detection: detection.prefault({}),
  scaling: scaling.prefault({}),
  instances: instances.prefault({}),
  network: network.prefault({}),
  database: database.prefault({}),
  bucket: bucket.prefault({}),
  secrets: list(
    text(/^[a-z][a-z0-9-]{0,100}$/, {
      meaning: 'Name.',
      allowed: 'lower-case letters, digits and hyphens, starting with a letter',
    }),
    {
      meaning: 'Secrets that the service reads besides the database password. Their values are set outside the plan.',
      allowed: 'a list of names',
    },
  ).default([]),
  objectives,
  decisionSeconds: whole(0, DAY_SECONDS, {
    meaning: 'Time a person or a playbook needs to decide on a promotion.',
    unit: 's',
  }).default(300),
  alertEmails: list(z.email().meta({ type: 'text', meaning: 'Address.', allowed: 'an e-mail address' }), {
    meaning: 'Addresses that alerts reach.',
    allowed: 'a list of at least one e-mail address',
    example: '[oncall@acme.example]',
  }).min(1),
  prices: prices.prefault({}),
  exceptions: list(exception, {
    meaning: 'Agreed breaches of rules; each run prints them, and none holds after its last day.',
    allowed: 'a list of groups of rule, resource, reason, owner, until',
  }).default([]),
});

/** A configuration of the right form, with every default filled in that is a fixed value. */
export type Config = z.output<typeof configSchema>;
