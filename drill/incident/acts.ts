import type { Act } from './timeline.ts';

// Which fault does what to which place. The check of an incident reads it to refuse what would do nothing, and the world
// reads it to act out the rest.

/** A kind of place that a target names. */
export type Place = 'region' | 'provider' | 'database' | 'database-replica' | 'database-link';

/** What becomes of a database server, of the wire to its clients, or of the link between the two. */
export type StoreEffect = 'dies' | 'unreached' | 'cut' | 'late';

type StorePlace = 'database' | 'database-replica' | 'database-link';

/**
 * A replica that nobody reaches is as good as dead: no commit can wait for it and nobody can promote it. Whoever waits for a
 * slow one waits on the link.
 */
const onStore: Readonly<Record<StorePlace, Partial<Record<Act['kind'], readonly StoreEffect[]>>>> = {
  database: { crash: ['dies', 'unreached'], hang: ['unreached'], slow: ['late'] },
  'database-replica': { crash: ['dies'], hang: ['dies'], slow: ['late'] },
  'database-link': { crash: ['cut'], hang: ['cut'], slow: ['late'] },
};

const onRegion = ['crash', 'error', 'hang', 'lying', 'slow', 'overload', 'flap'] as const;

/** What an act does to a part of the database; nothing when the table has no entry. */
export function storeEffects(place: StorePlace, kind: Act['kind']): readonly StoreEffect[] {
  return onStore[place][kind] ?? [];
}

/** The place of a target, with what it says after its slash. */
export function placeOf(target: string): { readonly place: Place; readonly part: string | undefined } {
  const [name = '', part] = target.split('/');
  const place = name === 'provider' || Object.hasOwn(onStore, name) ? (name as Place) : 'region';
  return { place, part };
}

/** Kinds of faults that do something there. */
export function faultsOn(place: Place): readonly string[] {
  return place === 'region' || place === 'provider' ? onRegion : Object.keys(onStore[place]);
}

/** Kinds of faults that can strike a part of a region's instances. An overload says itself how much is left. */
export const faultsOnPart: readonly string[] = onRegion.filter((kind) => kind !== 'overload');

/** Places whose instances an event can concern. Its own fields say which part of them. */
export const eventPlaces: readonly Place[] = ['region', 'provider'];

/** Places where a slow answer can be the lot of some requests: elsewhere all that passes is late. */
export const sharedPlaces: readonly Place[] = ['region', 'provider', 'database'];
