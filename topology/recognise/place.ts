import type { Resource, ResourceGraph } from '../graph/graph.ts';
import { isUnreadable, textAt } from '../graph/value.ts';
import { regionsOfLocation } from '../shape/places.ts';

// Where a resource lives, and which places a location covers.

/** Region of a zone name: `us-central1-a` -> `us-central1`. */
export const regionOfZone = (zone: string): string => zone.replace(/-[a-z]$/, '');

/**
 * Region of a resource: its own region, location or zone, else what its provider or the stack configuration says.
 * Undefined when nothing tells.
 */
export function regionOf(graph: ResourceGraph, resource: Resource): string | undefined {
  for (const source of [resource.inputs, resource.outputs]) {
    // What cannot be read is not where the provider would put it.
    if (['region', 'location', 'zone'].some((argument) => isUnreadable(source[argument]))) return undefined;
    const own = textAt(source, 'region') ?? textAt(source, 'location');
    if (own) return own.slice(own.lastIndexOf('/') + 1).toLowerCase();
    const zone = textAt(source, 'zone');
    if (zone) return regionOfZone(zone.slice(zone.lastIndexOf('/') + 1));
  }
  const provider = resource.provider ? graph.get(resource.provider) : undefined;
  const cloud = resource.type.split(':')[0] ?? '';
  return textAt(provider?.inputs, 'region') ?? (graph.config[`${cloud}:region`] as string | undefined);
}

/** Region or zone named inside a link such as `projects/p/zones/us-central1-a/instanceGroups/g`. */
export function placeInLink(link: string): { region: string; zone?: string } | undefined {
  const zone = /\/zones\/([^/]+)\//.exec(link)?.[1];
  if (zone) return { region: regionOfZone(zone), zone };
  const region = /\/regions\/([^/]+)\//.exec(link)?.[1] ?? /\/locations\/([^/]+)\//.exec(link)?.[1];
  return region ? { region } : undefined;
}

const CONTINENTS: Readonly<Record<string, string>> = {
  us: 'us',
  nam: 'us',
  eu: 'europe',
  europe: 'europe',
  asia: 'asia',
};

/** True for a location that spans the regions of a continent (`us`, `EU`, `global`, `nam6`). */
export function isMultiRegion(location: string): boolean {
  return location === 'global' || (/^[a-z]+\d*$/i.test(location) && regionsOfLocation(location) === undefined);
}

/** True when something stored at `location` is also stored, or reachable, in `region`. */
export function covers(location: string, region: string): boolean {
  const place = location.toLowerCase();
  if (place === region || place === 'global') return true;
  const dual = regionsOfLocation(place);
  if (dual) return dual.includes(region);
  const continent = CONTINENTS[place.replace(/\d+$/, '')];
  return continent !== undefined && region.startsWith(`${continent}-`);
}
