import type { Resource } from '../../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt } from '../../../../topology/graph/value.ts';
import { blocksNamed } from '../../support/blocks.ts';

// Headers by which probes ask one region: routes match them, and uptime checks send them.

/** A header that a request has to have for a route. */
interface Pin {
  readonly header: string;
  readonly value: string;
  /** True when requests without the header take the route. */
  readonly inverted: boolean;
  /** True when only an apply tells that. */
  readonly open: boolean;
  /** Path of the match in the URL map, as a program writes it. */
  readonly path: string;
}

/** Headers that a URL map's routes match exactly. */
export const pinsOf = (map: Resource): readonly Pin[] =>
  blocksNamed(map.inputs, 'headerMatches').flatMap(({ block, path }) =>
    blocksAt({ block }, 'block').flatMap((match, index): readonly Pin[] => {
      const [header, value] = [textAt(match, 'headerName'), textAt(match, 'exactMatch')];
      if (header === undefined || value === undefined) return [];
      const invert = valueAt(match, 'invertMatch');
      const at = Array.isArray(block) ? `${path}[${index}]` : path;
      return [{ header, value, inverted: invert === true, open: isUnknown(invert), path: at }];
    }),
  );

/** Headers that an uptime check sends, as far as the plan tells. */
export function headersOf(check: Resource): readonly { readonly header: string; readonly value: string }[] {
  const headers = valueAt(check.inputs, 'httpCheck.headers');
  if (typeof headers !== 'object' || headers === null) return [];
  return Object.entries(headers).flatMap(([header, value]) =>
    typeof value === 'string' && !isUnknown(value) ? [{ header, value }] : [],
  );
}
