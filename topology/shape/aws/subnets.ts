import { addressText, parseCidr } from '../../arithmetic/cidr.ts';

/** Zones that each region uses: losing one leaves two thirds of what runs. */
export const ZONES = 3;

/** What a VPC's range is cut into, one of each kind in every zone. */
export interface Subnets {
  /** Tasks and databases: a quarter of the range each. */
  readonly privates: readonly string[];
  /** Load balancer and address translation: a sixteenth of the range each. */
  readonly publics: readonly string[];
}

/**
 * Cuts the range of a VPC. The same range always gives the same cut, so nothing moves when a setting changes.
 *
 * @throws when the text is no range, or one too small to cut.
 */
export const subnetsOf = (cidr: string): Subnets => {
  const range = parseCidr(cidr);
  if ('reason' in range) throw new Error(`${cidr} is no IPv4 range: ${range.reason}.`);
  if (range.prefix > 24) throw new Error(`${cidr} is too small: a VPC of three zones needs a /24 or more.`);
  const part = (prefix: number, index: number, from = range.first): string =>
    `${addressText(from + index * 2 ** (32 - prefix))}/${prefix}`;
  const quarter = range.prefix + 2;
  const lastQuarter = range.first + 3 * 2 ** (32 - quarter);
  const zones = Array.from({ length: ZONES }, (_, zone) => zone);
  return {
    privates: zones.map((zone) => part(quarter, zone)),
    publics: zones.map((zone) => part(quarter + 2, zone, lastQuarter)),
  };
};
