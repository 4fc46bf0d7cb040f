import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { verdictPage } from '../../topology/docs.ts';
import { ResourceGraph } from '../../topology/graph/graph.ts';
import { unreadStores } from '../../topology/recognise/unread.ts';
import { draft, graphFrom } from '../support/graph.ts';

const page = readFileSync(new URL('../../docs/verdict.md', import.meta.url), 'utf8');
const [, known = '', byName = ''] = page.split(/^## /m);
const typesIn = (section: string): readonly string[] =>
  [...section.matchAll(/^- `([^`]+)`$/gm)].map(([, type = '']) => type);

describe('docs/verdict.md', () => {
  it('is what the code says: run `node topology/writeDocs.ts` after a change', async () => {
    expect(page).toBe(await format(verdictPage(), { parser: 'markdown', printWidth: 120 }));
  });

  it('names types of either cloud, once each', () => {
    const types = typesIn(known);
    expect(types).toEqual(expect.arrayContaining(['gcp:cloudrunv2/service:Service', 'aws:ecs/service:Service']));
    expect(new Set(types).size).toBe(types.length);
  });

  it('names stores that leave a plan open, every one of them', () => {
    const stores = typesIn(byName);
    expect(stores.length).toBeGreaterThan(20);
    for (const type of stores) expect(unreadStores(graphFrom([draft(type, 'one', {})])), type).toHaveLength(1);
    expect(unreadStores(new ResourceGraph([]))).toEqual([]);
  });
});
