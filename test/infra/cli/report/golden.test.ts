import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { htmlReport } from '../../../../infra/cli/report/html.ts';
import { markdownReport } from '../../../../infra/cli/report/markdown.ts';
import { parsePackConfig } from '../../../../infra/cli/report/packConfig.ts';
import { plannedOperations } from '../../../../infra/cli/report/planned.ts';
import { reportOn, type Report } from '../../../../infra/cli/report/report.ts';
import schema from '../../../../infra/cli/report/schema.json' with { type: 'json' };
import type { Plan } from '../../../../infra/cli/plan.ts';
import verdictSchema from '../../../../topology/verdict/schema.json' with { type: 'json' };
import { ResourceGraph } from '../../../../topology/graph/graph.ts';
import { readGraph } from '../../../../topology/graph/read.ts';
import { change, type Draft } from '../../../support/graph.ts';
import { AWAY } from '../../../topology/verdict/plans.ts';
import { base, head, previewOf, storesOnly } from './plans.ts';

/** Rules that the committed reports show: with all of them, each new rule would change every file. */
const SHOWN = [
  'tandem-gcp-015-either-region-carries-all',
  'tandem-gcp-022-database-is-guarded',
  'tandem-gcp-025-secret-where-it-is-read',
  'tandem-gcp-053-roles-can-swap',
  'tandem-verdict-003-headroom',
];

interface Options {
  readonly drill?: string;
  readonly operations?: Readonly<Record<string, string>>;
}

function report(before: readonly Draft[], after: readonly Draft[], { drill, operations }: Options = {}): Report {
  const preview = previewOf(after, operations);
  const whole = reportOn({
    base: before.length === 0 ? new ResourceGraph([]) : readGraph(previewOf(before), 'base.json'),
    head: readGraph(preview, 'head.json'),
    planned: plannedOperations(JSON.parse(preview) as Plan),
    config: parsePackConfig('{}', 'policy/config/test.json'),
    today: '2026-11-24',
    drill: drill ?? null,
  });
  return { ...whole, rules: whole.rules.filter(({ rule }) => SHOWN.includes(rule)) };
}

const operations = { [`run-${AWAY}`]: 'update', password: 'replace', 'db-primary': 'same' };
const breaking = report(base, head, { drill: 'https://ci.example/runs/7', operations });
const mending = report(head, base);
const quiet = report(base, base);
const first = report([], base);
const stores = report(storesOnly, change(storesOnly, 'data', 'location', 'US-CENTRAL1'));

describe('the report', () => {
  it.each([
    ['breaking', breaking],
    ['mending', mending],
    ['quiet', quiet],
    ['first', first],
  ])('on a change that is %s reads in Markdown as committed', async (name, found) => {
    await expect(markdownReport(found)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it('is one page in HTML', async () => {
    await expect(htmlReport(breaking)).toMatchFileSnapshot('golden/breaking.html');
  });

  it('is JSON for programs', async () => {
    await expect(`${JSON.stringify(stores, null, 2)}\n`).toMatchFileSnapshot('golden/stores.json');
  });

  it('is what its schema says', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    ajv.addSchema({ ...verdictSchema, $id: 'file:///topology/verdict/schema.json' });
    const validate = ajv.compile({ ...schema, $id: 'file:///infra/cli/report/schema.json' });
    for (const found of [breaking, mending, quiet, first, stores]) {
      validate(found);
      expect(validate.errors ?? []).toEqual([]);
    }
  });
});
