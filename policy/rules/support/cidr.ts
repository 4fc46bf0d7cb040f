// IPv4 ranges as firewalls write them.

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The addresses of an IPv4 range such as `10.0.0.0/8` or a single address; undefined for anything else. */
export function rangeOf(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const bytes = match.slice(1, 5).map(Number);
  const length = Number(match[5] ?? 32);
  if (length > 32 || bytes.some((byte) => byte > 255)) return undefined;
  const size = 2 ** (32 - length);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

/** True when one of the ranges holds all of `wanted`. */
export function covered(wanted: string, ranges: readonly string[]): boolean {
  const inner = rangeOf(wanted);
  if (!inner) return false;
  return ranges.some((text) => {
    const outer = rangeOf(text);
    return outer !== undefined && outer.first <= inner.first && inner.last <= outer.last;
  });
}
