import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';

import { rulesPage } from '../../policy/docs.ts';
import { rules } from '../../policy/rules/index.ts';

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');

describe('docs/rules.md', () => {
  it('is what the rules say: run `node policy/writeDocs.ts` after a change', async () => {
    expect(page).toBe(await format(rulesPage(rules), { parser: 'markdown', printWidth: 120 }));
  });

  it('has a section for every rule', () => {
    const sections = [...page.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
    expect(sections.sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  it('names the settings of a rule with their defaults', () => {
    expect(page).toMatch(/\| `detectionSeconds` +\| 20 +\| Most seconds from the fault to a fallen health check. +\|/);
  });
});
