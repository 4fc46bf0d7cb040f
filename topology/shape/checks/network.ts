import { type Cidr, isPrivate, overlaps, parseCidr, PRIVATE_RANGES } from '../../arithmetic/cidr.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

/** Google accepts subnets from /8 to /29. Source: cloud.google.com/vpc/docs/subnets. */
const SUBNET_PREFIXES = [8, 29] as const;
/** A private services range smaller than /24 holds no database pair. Source: cloud.google.com/sql/docs/postgres/configure-private-services-access. */
const SERVICES_PREFIXES = [8, 24] as const;

/** A range as the configuration names it. */
export interface Named {
  readonly path: string;
  readonly text: string;
  /** Shortest and longest prefix that the cloud takes there. */
  readonly prefixes: readonly [number, number];
}

const ranges = ({ network }: Config): readonly Named[] => [
  { path: 'network.cidrs.primary', text: network.cidrs.primary, prefixes: SUBNET_PREFIXES },
  { path: 'network.cidrs.failover', text: network.cidrs.failover, prefixes: SUBNET_PREFIXES },
  { path: 'network.servicesCidr', text: network.servicesCidr, prefixes: SERVICES_PREFIXES },
];

const reasonAgainst = ({ text, prefixes: [shortest, longest] }: Named): string | undefined => {
  const range = parseCidr(text);
  if ('reason' in range) return range.reason;
  if (range.prefix < shortest || range.prefix > longest)
    return `its prefix length must be from ${shortest} to ${longest}`;
  return isPrivate(range) ? undefined : 'it is not a private range';
};

/** Ranges that are none, of a size that the cloud does not take, or not private. */
export const illFormed = (ranges: readonly Named[]): readonly Problem[] =>
  ranges.flatMap((range) => {
    const reason = reasonAgainst(range);
    if (reason === undefined) return [];
    return [
      {
        path: range.path,
        given: range.text,
        allowed: `an IPv4 range of /${range.prefixes[0]} to /${range.prefixes[1]} inside ${PRIVATE_RANGES.join(', ')}`,
        fix: `Correct the range: ${reason}.`,
      },
    ];
  });

/** Ranges that share an address with one before them. */
export const overlapping = (ranges: readonly Named[], fix: string): readonly Problem[] =>
  ranges
    .flatMap(({ path, text }): { path: string; text: string; range: Cidr }[] => {
      const range = parseCidr(text);
      return 'reason' in range ? [] : [{ path, text, range }];
    })
    .flatMap((range, index, all): Problem[] =>
      all
        .slice(0, index)
        .filter((earlier) => overlaps(earlier.range, range.range))
        .map((earlier) => ({
          path: range.path,
          given: `${range.text}, which overlaps ${earlier.text} of ${earlier.path}`,
          allowed: 'ranges that share no address',
          fix,
        })),
    );

/** Well-formed private ranges that share no address. */
export const networkChecks: readonly Check[] = [
  { reads: ['network'], check: (config) => illFormed(ranges(config)) },
  { reads: ['network'], check: (config) => overlapping(ranges(config), 'Move one of the two ranges.') },
];
