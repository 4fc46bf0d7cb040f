import { describe, expect, test } from 'vitest';
import { Members } from '../../../drill/run/region/members.ts';
import type { BadAnswers } from '../../../drill/run/region/messages.ts';

const bad = (more: Partial<BadAnswers> = {}): BadAnswers => ({
  kind: 'error',
  part: 1,
  share: 1,
  delayMs: 0,
  hidden: false,
  ...more,
});
const eight = new Members(8, Number.EPSILON);
const one = new Members(1, 0.6);

/** Members for which something is so. */
const which = (so: (member: number) => boolean): number[] =>
  Array.from({ length: 8 }, (_, member) => member).filter(so);
const metBy = (members: Members, answers: BadAnswers, member = 0): number =>
  Array.from({ length: 100 }, (_, n) => n + 1).filter((n) => members.meets(answers, member, n)).length;

describe('a region that is several members', () => {
  test('lost instances are missing members', () => {
    expect(which((member) => eight.isGone(member, 0.2))).toEqual([2, 3, 4, 5, 6, 7]);
    expect(which((member) => eight.isGone(member, 1))).toEqual([]);
  });

  test('a struck part answers badly, about its health too, and the rest does not', () => {
    const half = bad({ part: 0.5 });
    expect(which((member) => eight.meets(half, member, 1))).toEqual([0, 1, 2, 3]);
    expect(which((member) => eight.sickness([half], member, 1) !== undefined)).toEqual([0, 1, 2, 3]);
  });

  test('a lie stays hidden, and a few bad answers make no member sick', () => {
    expect(which((member) => eight.sickness([bad({ hidden: true })], member, 1) !== undefined)).toEqual([]);
    expect(eight.sickness([bad({ share: 0.3 })], 0, 1)).toBeUndefined();
    expect(metBy(eight, bad({ share: 0.3 }), 7)).toBe(30);
  });
});

describe('a region that shows itself as one', () => {
  test('never misses a member, and says so itself when too little of it is left', () => {
    expect(one.isGone(0, 0.1)).toBe(false);
    expect(one.sickness([], 0, 0.6)).toBeUndefined();
    expect(one.sickness([], 0, 0.5)).toMatchObject({ kind: 'error' });
  });

  test('spreads a struck part over its requests', () => {
    expect(metBy(one, bad({ part: 0.5, share: 0.5 }))).toBe(25);
    expect(one.sickness([bad({ part: 0.3, kind: 'hang' })], 0, 1)).toBeUndefined();
    expect(one.sickness([bad({ part: 0.5, kind: 'hang' })], 0, 1)).toMatchObject({ kind: 'hang' });
  });
});
