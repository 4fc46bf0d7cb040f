import type { z } from 'zod';
import { eventPlaces, faultsOn, faultsOnPart, placeOf, sharedPlaces } from './acts.ts';
import { durationSeconds } from './duration.ts';
import { type EventEntry, eventSchema, type FaultEntry, faultSchema, incidentSchema } from './schema.ts';
import { valueAt } from './words.ts';

// What a schema cannot say: times that fit each other, and faults that do something where they strike.

/** Calm needed before the first fault, in declared seconds: a drill that is not steady then is not valid. */
const leastCalmSeconds = 60;

/** What is wrong with those faults and events that are well-formed, whatever the others are. */
export function inconsistencies(given: unknown): string[] {
  const faults = wellFormed(given, 'faults', faultSchema);
  const events = wellFormed(given, 'events', eventSchema);
  const spans = [...faults, ...events.map(({ path, entry }) => ({ path, entry: { until: entry.at, ...entry } }))];
  const duration = incidentSchema.shape.duration.safeParse(valueAt(given, ['duration']));
  return [
    ...spans.flatMap(({ path, entry }) => misplaced(entry, path, duration.data)),
    ...faults.flatMap(({ path, entry }) => [...hasty(entry, path), ...idleFault(entry, path)]),
    ...events.flatMap(({ path, entry }) => idleEvent(entry, path)),
  ];
}

/** The entries of a list that are well-formed, each with its path. */
function wellFormed<S extends z.ZodType>(
  given: unknown,
  list: string,
  schema: S,
): { path: string; entry: z.infer<S> }[] {
  const entries = valueAt(given, [list]);
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((one, index) => {
    const { success, data } = schema.safeParse(one);
    return success ? [{ path: `${list}[${index}]`, entry: data }] : [];
  });
}

interface Span {
  readonly kind: string;
  readonly at: string;
  readonly until: string;
}

function misplaced({ kind, at, until }: Span, path: string, duration: string | undefined): string[] {
  const found: string[] = [];
  const isSpan = kind !== 'load';
  if (isSpan && durationSeconds(until) <= durationSeconds(at))
    found.push(`${path}.until: given ${until}; allowed: later than its start at ${at}`);
  if (duration !== undefined && durationSeconds(until) > durationSeconds(duration))
    found.push(`${path}: ends at ${until}; allowed: within the duration of ${duration}`);
  return found;
}

function hasty({ at }: FaultEntry, path: string): string[] {
  if (durationSeconds(at) >= leastCalmSeconds) return [];
  return [`${path}.at: given ${at}; allowed: ${leastCalmSeconds}s or later, so that the drill is steady before it`];
}

/** A fault that would do nothing, or something else than it says. */
function idleFault(fault: FaultEntry, path: string): string[] {
  const { kind, target } = fault;
  const { place, part } = placeOf(target);
  const found: string[] = [];
  if (!faultsOn(place).includes(kind))
    found.push(`${path}.kind: given ${kind} on ${target}; allowed there: ${faultsOn(place).join(', ')}`);
  if (part !== undefined && place !== 'region')
    found.push(`${path}.target: given ${target}; allowed: ${place} as a whole, since only a region has parts`);
  else if (part !== undefined && !faultsOnPart.includes(kind))
    found.push(
      `${path}.target: given ${target} with ${kind}; allowed: the whole region, with capacity for what is left, or one of ${faultsOnPart.join(', ')}`,
    );
  if (fault.kind === 'slow' && fault.share < 1 && !sharedPlaces.includes(place))
    found.push(`${path}.share: given ${fault.share} on ${target}; allowed there: 1, since all that passes is late`);
  return found;
}

/** An event that would do nothing, or something else than it says. */
function idleEvent(event: EventEntry, path: string): string[] {
  if (event.kind === 'load') return [];
  const { kind, target } = event;
  const { place, part } = placeOf(target);
  const where = 'primary, failover, both, provider or a region name';
  if (!eventPlaces.includes(place))
    return [`${path}.target: given ${target} with ${kind}; allowed: ${where}, since it is about instances`];
  if (part === undefined) return [];
  const instead = kind === 'deploy' ? '; unavailable says which part of the instances' : '';
  return [`${path}.target: given ${target} with ${kind}; allowed: ${where}, with no part${instead}`];
}
