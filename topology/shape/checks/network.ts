import { type Cidr, contains, overlaps, parseCidr } from '../../arithmetic/cidr.ts';
import type { Problem } from '../problems.ts';
import type { Config } from '../schema.ts';
import type { Check } from './check.ts';

/** Google accepts subnets from /8 to /29. Source: cloud.google.com/vpc/docs/subnets. */
const SUBNET_PREFIXES = [8, 29] as const;
/** A private services range smaller than /24 holds no database pair. Source: cloud.google.com/sql/docs/postgres/configure-private-services-access. */
const SERVICES_PREFIXES = [8, 24] as const;

/** Private ranges of RFC 1918. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const isPrivate = (range: Cidr): boolean =>
  PRIVATE_RANGES.map(parseCidr).some((outer) => !('reason' in outer) && contains(outer, range));

interface Named {
  readonly path: string;
  readonly text: string;
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

const form: Check = {
  reads: ['network'],
  check: (config) =>
    ranges(config).flatMap((range) => {
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
    }),
};

const parsed = (config: Config): readonly { readonly path: string; readonly text: string; readonly range: Cidr }[] =>
  ranges(config).flatMap(({ path, text }) => {
    const range = parseCidr(text);
    return 'reason' in range ? [] : [{ path, text, range }];
  });

const apart: Check = {
  reads: ['network'],
  check: (config) =>
    parsed(config).flatMap((range, index, all): Problem[] =>
      all
        .slice(0, index)
        .filter((earlier) => overlaps(earlier.range, range.range))
        .map((earlier) => ({
          path: range.path,
          given: `${range.text}, which overlaps ${earlier.text} of ${earlier.path}`,
          allowed: 'ranges that share no address',
          fix: 'Move one of the two ranges.',
        })),
    ),
};

/** Well-formed private ranges that share no address. */
export const networkChecks: readonly Check[] = [form, apart];
