import { z } from 'zod';
import { durationPattern, durationSeconds, durationWords, longestSeconds } from './duration.ts';

// An incident as a person writes it. Times count from the start of the incident.

const duration = z
  .string({ error: durationWords })
  .regex(durationPattern, { error: durationWords, abort: true })
  .describe('Declared time: 90s, 25m, 1h30m');

/** A duration that lasts: `least` is in declared seconds, and 0 stands for any that is longer. */
const lasting = (least = 0) =>
  duration.refine(
    (text) => durationSeconds(text) >= least && durationSeconds(text) > 0,
    least > 0 ? `a duration of ${least}s or more` : 'a duration longer than 0s',
  );

/** Shortest stretch of a flap, in declared seconds. */
const leastFlapSeconds = 1;

const target = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]*(\/(half|[1-9]\d?%))?$/,
    'a target such as primary, failover, both, primary/half, primary/80% or database',
  )
  .describe(
    'primary, failover, both, provider, database, database-replica, database-link, or a region name; /half or /80% after a region takes that part of its instances',
  );

const share = z.number().min(0).max(1);

/** A share of something that is not nothing. */
const someShare = z.number().positive().max(1);

const span = {
  at: duration.describe('When it starts'),
  until: duration.describe('When it ends'),
};

/** One fault. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('crash').describe('Connections are refused'), ...span, target }),
  z.strictObject({ kind: z.literal('error').describe('Every answer is a 503, health included'), ...span, target }),
  z.strictObject({ kind: z.literal('hang').describe('Accepts and never answers'), ...span, target }),
  z.strictObject({ kind: z.literal('lying').describe('Every answer is a 503 while health is fine'), ...span, target }),
  z.strictObject({
    kind: z.literal('slow').describe('Answers late, health included where a region is struck'),
    ...span,
    target,
    delay: lasting().describe('How much later an answer comes'),
    share: someShare.default(1).describe('Part of the requests that meet it'),
  }),
  z.strictObject({
    kind: z.literal('overload').describe('The instances carry less than they should, and say so to nobody'),
    ...span,
    target,
    capacity: z.number().min(0).lt(1).describe('Part of the capacity that is left'),
  }),
  z.strictObject({
    kind: z.literal('flap').describe('Fails and recovers in turn'),
    ...span,
    target,
    of: z.enum(['crash', 'error', 'hang']).describe('What it does while it fails'),
    every: lasting(leastFlapSeconds).describe('Length of each failing and of each sound stretch'),
  }),
]);

/** Something else that happens meanwhile. */
export const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('load').describe('Clients ask for more or less'),
    at: duration,
    factor: z.number().positive().max(3).describe('Part of the declared peak load'),
  }),
  z.strictObject({
    kind: z.literal('deploy').describe('A deployment is in progress'),
    ...span,
    target,
    unavailable: someShare.describe('Part of the instances that it keeps from serving'),
  }),
  z.strictObject({
    kind: z.literal('no-new-capacity').describe('The platform starts no instance'),
    ...span,
    target,
  }),
]);

/** What `kind` may say, for messages. */
export const faultKinds = kindsOf(faultSchema.options);
export const eventKinds = kindsOf(eventSchema.options);

function kindsOf(options: readonly { readonly shape: { readonly kind: z.ZodLiteral<string> } }[]): readonly string[] {
  return options.map(({ shape }) => shape.kind.value);
}

const expectation = z.strictObject({
  failedRatio: share.optional().describe('Most client-visible failures, as part of all requests'),
  failedRatioOutsideFaults: share
    .optional()
    .describe('The same, not counting the time of the faults and their declared return'),
  lostWrites: z.number().int().min(0).optional().describe('Most acknowledged writes that may be lost'),
  returns: z.boolean().optional().describe('Traffic comes back after every fault with no hand on it'),
  limitedSeconds: z
    .number()
    .min(0)
    .optional()
    .describe('Longest time after the start of a fault in which a 429 may still be answered'),
  promotions: z.number().int().min(0).optional().describe('Promotions of the replica'),
});

/** The whole file. */
export const incidentSchema = z.strictObject({
  title: z.string().min(1).describe('One line for people'),
  published: z.string().default('').describe('What is published about it, and where; nothing for one that is made up'),
  chosen: z.string().default('').describe('What this file chose itself'),
  clock: z
    .string()
    .regex(/^\d{2}:\d{2} [A-Z]{2,4}$/, 'a clock time such as 02:25 UTC')
    .optional()
    .describe('Clock time of the start'),
  duration: lasting().refine(
    (text) => durationSeconds(text) <= longestSeconds,
    `a duration of at most ${longestSeconds / 3600}h`,
  ),
  load: z.number().positive().max(3).default(0.6).describe('Load at the start, as part of the declared peak'),
  faults: z.array(faultSchema).min(1),
  events: z.array(eventSchema).default([]),
  expect: expectation.default({}).describe('What a sound topology shows in it'),
});

export type IncidentFile = z.infer<typeof incidentSchema>;

/** An incident that can be played: every field is filled in and every span makes sense. */
export interface Incident extends IncidentFile {
  /** File name without its ending. */
  readonly name: string;
  readonly seconds: number;
}
export type FaultEntry = IncidentFile['faults'][number];
export type EventEntry = IncidentFile['events'][number];

/** The schema for editors, as committed in `schema.json`. */
export function incidentJsonSchema(): object {
  return z.toJSONSchema(incidentSchema, { io: 'input' });
}
