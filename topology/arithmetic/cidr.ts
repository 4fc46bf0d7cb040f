// IPv4 ranges.

/** A range of IPv4 addresses. */
export interface Cidr {
  /** First address as a number, 0 to 2^32 - 1. */
  readonly first: number;
  /** Last address as a number. */
  readonly last: number;
  /** Length of the network part, 0 to 32. */
  readonly prefix: number;
}

/** An address as four numbers. */
export const addressText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** The range that a text such as `10.0.0.0/20` names, or the reason why it names none. */
export const parseCidr = (text: string): Cidr | { readonly reason: string } => {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return { reason: 'it is not four numbers, a slash and a prefix length' };
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255)) return { reason: 'a number of the address is above 255' };
  if (prefix > 32) return { reason: 'the prefix length is above 32' };
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  const first = address - (address % size);
  if (first !== address)
    return { reason: `a /${prefix} starts at ${addressText(first)}, not at ${addressText(address)}` };
  return { first, last: first + size - 1, prefix };
};

/** True when every address of `inner` is in `outer`. */
export const contains = (outer: Cidr, inner: Cidr): boolean => outer.first <= inner.first && inner.last <= outer.last;

/** True when an address is in both. */
export const overlaps = (a: Cidr, b: Cidr): boolean => a.first <= b.last && b.first <= a.last;

/** Private ranges of RFC 1918. */
export const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** True when every address is a private one. */
export const isPrivate = (range: Cidr): boolean =>
  PRIVATE_RANGES.map(parseCidr).some((outer) => !('reason' in outer) && contains(outer, range));
