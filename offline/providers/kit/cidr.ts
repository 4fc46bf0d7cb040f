import type { Value } from './values.ts';

interface Range {
  first: number;
  last: number;
}

/** Whether the text is an IPv4 or IPv6 range in CIDR notation. */
export function isCidr(value: Value): boolean {
  return typeof value === 'string' && (parse(value) !== undefined || /^[0-9a-f:]+\/\d{1,3}$/i.test(value));
}

/** Whether the range is written with its network address, as in `10.0.1.0/24` and not `10.0.1.5/24`. */
export function isNetworkAddress(value: Value): boolean {
  if (typeof value !== 'string') return false;
  const range = parse(value);
  return range === undefined ? isCidr(value) : range.first === addressOf(value.split('/')[0] ?? '');
}

/** Whether two IPv4 ranges share an address. */
export function overlaps(left: string, right: string): boolean {
  const [a, b] = [parse(left), parse(right)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** Whether the first IPv4 range holds all of the second. */
export function contains(outer: string | undefined, inner: string | undefined): boolean {
  const [a, b] = [parse(outer ?? ''), parse(inner ?? '')];
  return a !== undefined && b !== undefined && a.first <= b.first && b.last <= a.last;
}

function parse(text: string): Range | undefined {
  const [address = '', prefix = ''] = text.split('/');
  const number = addressOf(address);
  const length = Number(prefix);
  if (number === undefined || !/^\d{1,2}$/.test(prefix) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1 };
}

function addressOf(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
