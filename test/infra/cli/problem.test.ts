import { expect, test } from 'vitest';
import { DrillError } from '../../../drill/errors.ts';
import { shownPath } from '../../../infra/cli/places.ts';
import { exitCodeOf, InputProblem, Interrupted, readAll } from '../../../infra/cli/problem.ts';

test.each([
  [new InputProblem('bad'), 2],
  [new DrillError('bad', 'input'), 2],
  [new DrillError('The disk is full.'), 1],
  [new TypeError('a bug'), 1],
  ['thrown by a library', 1],
  [new Interrupted('stopped', 'SIGINT'), 130],
  [new Interrupted('stopped', 'SIGTERM'), 143],
])('%s ends a command with %i', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

const refuse = (error: Error) => (): number => {
  throw error;
};

test('what is wrong with several things is told at once', () => {
  const reads = {
    one: refuse(new InputProblem('first')),
    two: () => 2,
    three: refuse(new DrillError('next', 'input')),
  };
  expect(() => readAll(reads)).toThrow(new InputProblem('first\nnext'));
  expect(readAll({ two: () => 2, text: () => 'x' })).toEqual({ two: 2, text: 'x' });
});

test('what is not the fault of a person is told alone', () => {
  const reads = { one: refuse(new InputProblem('first')), two: refuse(new DrillError('The disk is full.')) };
  expect(() => readAll(reads)).toThrow('The disk is full.');
});

test.each([
  ['/here/drills/page.html', 'drills/page.html'],
  ['drills/page.html', 'drills/page.html'],
  ['/tmp/page.html', '/tmp/page.html'],
  ['../page.html', '/page.html'],
])('a path as it is told: %s', (path, told) => {
  expect(shownPath(path.startsWith('/') ? path : `/here/${path}`, '/here')).toBe(told);
});
