import type { Resource } from '../../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt, valuesAt } from '../../../../topology/graph/value.ts';
import { covers, isMultiRegion } from '../../../../topology/recognise/place.ts';
import { regionsOfLocation } from '../../../../topology/shape/places.ts';

export const DATA_LOCATIONS = 'customPlacementConfig.dataLocations';

/** Where a bucket keeps its objects. */
type Placement =
  | { readonly kind: 'region'; readonly location: string }
  | { readonly kind: 'dual'; readonly regions: readonly string[]; readonly argument: string }
  | { readonly kind: 'multi'; readonly location: string };

/** Undefined when the plan does not tell. */
export function placementOf(bucket: Resource): Placement | undefined {
  const chosen = valueAt(bucket.inputs, DATA_LOCATIONS);
  if (isUnknown(chosen) || isUnknown(valueAt(bucket.inputs, 'location'))) return undefined;
  const regions = valuesAt(bucket.inputs, DATA_LOCATIONS).map((region) => String(region).toLowerCase());
  if (regions.some(isUnknown)) return undefined;
  if (regions.length > 0) return { kind: 'dual', regions, argument: DATA_LOCATIONS };
  const location = (textAt(bucket.inputs, 'location') ?? '').toLowerCase();
  const named = regionsOfLocation(location);
  if (named) return { kind: 'dual', regions: named, argument: 'location' };
  return { kind: isMultiRegion(location) ? 'multi' : 'region', location };
}

/** True when objects of the bucket are kept in a region. */
export function keptIn(placement: Placement, region: string): boolean {
  return placement.kind === 'dual' ? placement.regions.includes(region) : covers(placement.location, region);
}
