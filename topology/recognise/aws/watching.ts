import type { Resource } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnreadable, numberAt, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import type { Evidence, Known, Signal } from '../../model/model.ts';
import { ALIAS_TTL_SECONDS } from '../../arithmetic/assumptions.ts';
import { regionOf } from '../place.ts';
import { answersIn, answersPath, namesOf, pointedAt, reachedBy, unfamiliar, type Pointed } from './answers.ts';
import { checkSignal, checksOf, type Watch } from './checks.ts';
import { isGoogle } from './google.ts';
import { canonical } from './names.ts';
import { askedIn, neverAnswered } from './standing.ts';
import { redirecting } from './targets.ts';
import type { Context } from './ways.ts';

// What tells Route 53 to leave a record out, and how long clients keep what it said before.

/** Time to live where a record sets none. */
const DEFAULT_TTL_SECONDS = 300;

/** A record with what it leads to. */
export interface Led {
  readonly record: Resource;
  /** All records of its set. */
  readonly records: readonly Resource[];
  readonly answers: Pointed;
  /** Endpoints at the end of all names. */
  readonly endpoints: readonly Resource[];
}

/** True when the health of what an alias leads to is the record's own. */
export const evaluates = (record: Resource): boolean =>
  blocksAt(record.inputs, 'aliases').some((block) => valueAt(block, 'evaluateTargetHealth') === true);

/**
 * Signals on which a record is left out. Nothing does it where it has no check: it is healthy always.
 *
 * @param inner what tells that the endpoints themselves are bad
 */
export function recordSignals(context: Context, led: Led, inner: readonly Signal[]): readonly Signal[] {
  const { record } = led;
  const alias = answersIn(record) === 'aliases';
  const ttlSeconds = alias ? ALIAS_TTL_SECONDS : (numberAt(record.inputs, 'ttl') ?? DEFAULT_TTL_SECONDS);
  const watch = watchOf(context, led);
  const checks = checksOf(context.graph, record);
  const signals = [...checks.map((check) => checkSignal(context, check, watch)), ...(evaluates(record) ? inner : [])];
  if (checks.length === 0 && isSet(record.inputs, 'healthCheckId')) {
    const says = 'its health check is not in the plan';
    context.undecided.push({ about: 'entry', evidence: { urn: record.urn, argument: 'healthCheckId', says } });
  }
  if (checks.length > 1) {
    const says = `names one health check and is made from ${namesOf(checks)}: which of them it is cannot be told`;
    context.undecided.push({ about: 'entry', evidence: { urn: record.urn, argument: 'healthCheckId', says } });
  }
  const says = `clients may keep the old answer for ${ttlSeconds} s`;
  return signals.map((signal): Signal => ({
    ...signal,
    kind: 'dns-check',
    ttlSeconds: Math.max(ttlSeconds, signal.ttlSeconds ?? 0),
    evidence: [...signal.evidence, { urn: record.urn, argument: alias ? 'aliases' : 'ttl', says }],
  }));
}

function watchOf(context: Context, led: Led): Watch {
  const { endpoints } = led;
  return {
    unrelated: (check) => unrelated(context, check, led),
    unknown: (check) => unknown(context, check, led),
    redirects: (port) => endpoints.some((endpoint) => redirecting(context.links.listeners.get(endpoint) ?? [], port)),
  };
}

/** A check tells nothing that never gets an answer, or asks what is known and is not what the record answers with. */
function unrelated(context: Context, check: Resource, { records, endpoints }: Led): Known<Evidence> {
  const pointed = pointedAt(context, check, askedIn(check));
  const asked = reachedBy(context, pointed);
  const elsewhere = { urn: check.urn, argument: askedIn(check) };
  if (asked.records.some((record) => records.includes(record)))
    return { ...elsewhere, says: 'asks something else than the record answers with: the very name that it guards' };
  const same = (resource: Resource): boolean =>
    endpoints.includes(resource) || (isGoogle(resource) && endpoints.some(isGoogle));
  if (asked.endpoints.length > 0 && !asked.endpoints.some(same))
    return { ...elsewhere, says: 'asks something else than the record answers with' };
  const regions = endpoints.map((endpoint) => regionOf(context.graph, endpoint));
  const beyond = asked.endpoints.filter((each) => !same(each) && !regions.includes(regionOf(context.graph, each)));
  if (beyond.length > 0 && !pointed.ambiguous)
    return { ...elsewhere, says: `asks what ${namesOf(beyond)} answers as well: it stays well while that does` };
  return neverAnswered(context, check, asked.endpoints);
}

/** Why it is open whether a check asks what the record answers with. */
function unknown(context: Context, check: Resource, { record, answers }: Led): Known<Evidence> {
  const pointed = pointedAt(context, check, askedIn(check));
  const argument = askedIn(check);
  if (pointed.ambiguous) {
    const says = `asks one address and is made from ${namesOf(pointed.endpoints)}: which of them it asks cannot be told`;
    return { urn: check.urn, argument, says };
  }
  const { endpoints, strange } = reachedBy(context, pointed);
  for (const [{ urn, inputs }, deciding] of [
    [check, 'port'] as const,
    ...endpoints.map((one) => [one, 'internal'] as const),
  ])
    if (isUnreadable(inputs[deciding]))
      return {
        urn,
        argument: deciding,
        says: 'cannot be read: whether the health check ever gets an answer cannot be told',
      };
  if (endpoints.length > 0 || strange.some((resource) => answers.strange.includes(resource))) return undefined;
  const name = textAt(check.inputs, argument);
  const own = valuesAt(record.inputs, answersPath(record)).map((value) => canonical(String(value)));
  if (name !== undefined && own.includes(canonical(name))) return undefined;
  const [first] = strange;
  const what = first
    ? unfamiliar(first)
    : name === undefined
      ? 'something that is not in the plan'
      : `${name}, which nothing in the plan answers to`;
  return { urn: check.urn, argument, says: `asks ${what}: whether it says how the record's answer is cannot be told` };
}
