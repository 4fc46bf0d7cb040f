import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../drill/incident/yaml.ts';

/** Nine of nine of nine..., each written once. */
const bomb = ['a: &a [1]', ...[...'bcdefghi'].map((name, index) => aliases(name, 'abcdefgh'[index]!))].join('\n');

function aliases(name: string, of: string): string {
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`;
}

describe('what cannot be read is told with its place, in plain words', () => {
  test.each([
    ['an open bracket', 'title: [x\nduration: 3m', /^line 2, column 1: the indentation does not fit/],
    ['a key that is there twice', 'a: 1\na: 2', /^line 2, column 1: this key is there twice; keep one$/],
    ['a tab', 'a:\n\t- b', /^line 2, column 1: a tab indents this line; use spaces$/],
    ['two documents', 'a: 1\n---\nb: 2', /^line 2, column 1: a second document begins here \(---\)/],
    ['an alias of nothing', 'a: 1\nb: *c', /^line 2, column 4: \*c has no &c before it/],
    ['an alias of itself', 'a: &f\n  - *f', /^line 2, column 5: \*f is a part of &f itself/],
    ['aliases without end', bomb, /^its aliases \(\*name\) unfold to too much/],
  ])('%s', (_, text, words) => {
    const read = readYaml(text);
    if (!('problems' in read)) throw new Error('It was read');
    expect(read.problems[0]).toMatch(words);
    expect(read.problems.join('\n')).not.toMatch(/parseAllDocuments|exhaustion|:$/m);
  });
});

test('a file with hundreds of problems tells some of them', () => {
  const read = readYaml(Array.from({ length: 300 }, () => 'a: 1').join('\n'));
  expect(read).toMatchObject({ problems: { length: 11, 10: 'and 289 more of the kind' } });
});

test('an alias that leads somewhere stands for what is there', () => {
  expect(readYaml('a: &x 3m\nb: *x')).toEqual({ data: { a: '3m', b: '3m' } });
});
