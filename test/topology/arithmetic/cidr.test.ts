import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cidr, contains, overlaps, parseCidr } from '../../../topology/arithmetic/cidr.ts';

const range = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if ('reason' in parsed) throw new Error(`${text}: ${parsed.reason}`);
  return parsed;
};

describe('IPv4 ranges', () => {
  it.each([
    ['10.0.0.0/20', 167_772_160, 167_776_255],
    ['0.0.0.0/0', 0, 4_294_967_295],
    ['255.255.255.255/32', 4_294_967_295, 4_294_967_295],
    ['192.168.1.128/25', 3_232_235_904, 3_232_236_031],
  ])('reads %s', (text, first, last) => {
    expect(range(text)).toMatchObject({ first, last });
  });

  it.each([
    ['10.0.0.0', 'it is not four numbers, a slash and a prefix length'],
    ['10.0.0/20', 'it is not four numbers, a slash and a prefix length'],
    ['10.0.0.0/20 ', 'it is not four numbers, a slash and a prefix length'],
    ['fd00::/8', 'it is not four numbers, a slash and a prefix length'],
    ['10.0.0.256/32', 'a number of the address is above 255'],
    ['10.0.0.0/33', 'the prefix length is above 32'],
    ['10.0.16.1/20', 'a /20 starts at 10.0.16.0, not at 10.0.16.1'],
  ])('says why %s is none', (text, reason) => {
    expect(parseCidr(text)).toEqual({ reason });
  });

  it.each([
    ['10.0.0.0/20', '10.1.0.0/20', false],
    ['10.0.0.0/8', '10.1.0.0/20', true],
    ['10.1.0.0/20', '10.0.0.0/8', true],
    ['10.0.0.0/20', '10.0.16.0/20', false],
    ['10.0.0.0/20', '10.0.15.0/24', true],
  ])('%s and %s overlap: %s', (a, b, both) => {
    expect(overlaps(range(a), range(b))).toBe(both);
  });

  const cidrs = fc
    .record({ address: fc.integer({ min: 0, max: 2 ** 32 - 1 }), prefix: fc.integer({ min: 0, max: 32 }) })
    .map(({ address, prefix }) => {
      const size = 2 ** (32 - prefix);
      const first = address - (address % size);
      return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.') + `/${prefix}`;
    });

  it('overlap exactly when one contains the other, and whatever the order', () => {
    fc.assert(
      fc.property(cidrs, cidrs, (a, b) => {
        const [one, other] = [range(a), range(b)];
        expect(overlaps(one, other)).toBe(overlaps(other, one));
        expect(overlaps(one, other)).toBe(contains(one, other) || contains(other, one));
        expect(contains(one, one)).toBe(true);
      }),
    );
  });
});
