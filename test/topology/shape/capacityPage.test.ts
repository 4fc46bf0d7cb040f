import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCALE_OUT_SECONDS } from '../../../topology/arithmetic/assumptions.ts';
import { startSeconds } from '../../../topology/shape/capacity.ts';
import { read } from './config.ts';

// The figures of docs/capacity.md are those of the code.

const docs = path.resolve(import.meta.dirname, '../../../docs');
const page = readFileSync(path.join(docs, 'capacity.md'), 'utf8');

/** The example's configuration, as dotted paths below `tandem:`. */
const example = Object.fromEntries(
  Object.entries(parse(/```yaml\n([^]*?)```/.exec(page)?.[1] ?? '') as Record<string, Record<string, number>>).flatMap(
    ([group, values]) =>
      Object.entries(values).map(([key, value]) => [`${group.replace('tandem:', '')}.${key}`, value]),
  ),
);

/** Rows of the first table: the settings that its first cell names, and its two numbers. */
const rows = page
  .split('\n')
  .filter((line) => /^\| `(strategy|toleratesAlso|compute): /.test(line))
  .map((line): readonly [string, Record<string, unknown>, readonly number[]] => {
    const [, settings = '', ...numbers] = line.split('|').map((cell) => cell.trim());
    const changes = Object.fromEntries(
      [...settings.matchAll(/`(\w+): ([^`]+)`/g)].map(([, key = '', value = '']) => [
        key === 'compute' ? key : `capacity.${key}`,
        value,
      ]),
    );
    return [settings, changes, numbers.slice(0, 2).map(Number)];
  });

describe('docs/capacity.md', () => {
  it('has a row for each strategy and second loss, in both computes', () => {
    expect(rows.length).toBeGreaterThanOrEqual(7);
  });

  it.each(rows)('is right about %s', (_, changes, numbers) => {
    const { minInstances, maxInstances } = read({ ...example, ...changes });
    expect([minInstances, maxInstances]).toEqual(numbers);
  });

  it('is right about how long machines take to grow', () => {
    const start = startSeconds(read({ ...example, compute: 'instances' }));
    expect(page).toMatch(new RegExp(`start\\s+of ${start} s`));
    expect(start + SCALE_OUT_SECONDS['instances']!).toBe(115);
  });

  it('leads somewhere', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, file = '', anchor] of links) {
      expect(existsSync(path.join(docs, file))).toBe(true);
      const headings = readFileSync(path.join(docs, file), 'utf8').match(/^#+ .*$/gm) ?? [];
      const anchors = headings.map((line) =>
        line
          .replace(/^#+ /, '')
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
      if (anchor !== undefined) expect(anchors).toContain(anchor);
    }
  });
});
