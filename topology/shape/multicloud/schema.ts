import { z } from 'zod';
import type { AwsTopology } from '../aws/schema.ts';
import { DAY_SECONDS, group, number, oneOf, part, text, whole } from '../fields.ts';
import { configSchema, objectives } from '../schema.ts';
import type { Topology } from '../topology.ts';

// Every key below `tandem:` of a stack on both clouds that is about the two together. What each cloud is told stands under
// its own name, in that cloud's own words; what both are told alike may stand beside.

const shared = configSchema.shape;

/** Any keys: whoever reads the cloud checks them. */
const keysOf = (cloud: string, derived: string) =>
  z.record(z.string(), z.unknown()).meta({
    type: 'map',
    meaning: `What is said to ${cloud} alone; it goes before what is said to both.`,
    allowed: `every key of a stack on ${cloud} but ${derived}, which follow from those of the whole`,
  });

const dns = group('How the name of the whole is answered.', {
  ttlSeconds: whole(1, 60, {
    meaning: 'How long resolvers keep an answer. A cloud that is left still gets clients for as long.',
    unit: 's',
  }).default(30),
  failures: whole(1, 10, {
    meaning: 'Health checks in a row to fall and to rise; they come every 10 s.',
    unit: 'checks',
  }).default(3),
});

const prices = group('Prices of what joins the clouds, because no plan says them.', {
  tunnelHour: number(0, 1000, { meaning: 'One tunnel, both ends together.', unit: 'USD/h' }).default(0.1),
  replicationHour: number(0, 1000, {
    meaning: 'The machine that copies database changes, with its standby.',
    unit: 'USD/h',
  }).default(0.4),
  checkMonth: number(0, 1000, { meaning: 'One fast health check of an address.', unit: 'USD/month' }).default(6),
});

/** The keys that both clouds may be told at once, beside those of the whole. */
export const SAID_TO_BOTH = [
  'service',
  'load',
  'scaling',
  'secrets',
  'decisionSeconds',
  'alertEmails',
  'exceptions',
] as const;

/** What is about the whole. The keys of {@link SAID_TO_BOTH} are read by each cloud. */
export const multiSchema = group('Configuration of one stack on both clouds.', {
  name: shared.name,
  domain: shared.domain,
  zoneId: text(/^Z[A-Z0-9]{1,31}$/, {
    meaning: 'Hosted zone of Route 53 that holds the domain.',
    allowed: 'the id of a public hosted zone',
    example: 'Z0123456789ABCDEFGHIJ',
  }),
  awsAccountId: text(/^\d{12}$/, {
    meaning: "The AWS account, whose services are let in on Google's side.",
    allowed: '12 digits, in quotes',
    example: '123456789012',
  }),
  awsShare: part('between', {
    meaning: 'Part of the answers that name AWS; the others name Google Cloud. Both serve all the time.',
  }).default(0.3),
  writer: oneOf(['gcp', 'aws'], {
    meaning: 'The cloud whose database takes the writes of both.',
  }).default('gcp'),
  dns: dns.prefault({}),
  objectives: group('Limits that the verdict holds the whole plan against.', {
    ...objectives.shape,
    shedSeconds: number(0.001, DAY_SECONDS, {
      meaning: 'Longest time from a fault in a region to the last new connection sent there.',
      unit: 's',
    }).default(60),
  }),
  prices: prices.prefault({}),
  gcp: keysOf('Google Cloud', 'name and domain'),
  aws: keysOf('AWS', 'name, domain and zoneId'),
});

export type MultiConfig = z.output<typeof multiSchema>;

/** What is asked for on both clouds, as plain data after validation: nothing that has a default is missing. */
export type MultiTopology = Omit<MultiConfig, 'gcp' | 'aws'> & {
  readonly gcp: Topology;
  readonly aws: AwsTopology;
};
