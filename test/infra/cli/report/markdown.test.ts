import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markdownReport } from '../../../../infra/cli/report/markdown.ts';
import { parsePackConfig } from '../../../../infra/cli/report/packConfig.ts';
import { reportOn, type Report } from '../../../../infra/cli/report/report.ts';
import { graphFrom } from '../../../support/graph.ts';
import { base, head } from './plans.ts';

const report = reportOn({
  base: graphFrom(base),
  head: graphFrom(head),
  planned: [],
  config: parsePackConfig('{}', 'policy/config/test.json'),
  today: '2026-11-24',
  drill: null,
});

type Lists = 'losses' | 'objectives' | 'rules' | 'exceptions' | 'resources';

/** The report with each list this many times as long, and with a text in all places where a plan may put one. */
function grown(times: Readonly<Record<Lists, number>>, text: string): Report {
  const grow = <T>(list: readonly T[], count: number, change: (item: T, index: number) => T): T[] =>
    Array.from({ length: list.length * count }, (_, index) => change(list[index % list.length]!, index));
  const urn = `urn:pulumi:test::plan::${text}::${text}`;
  return {
    ...report,
    stack: { base: text, head: text },
    drill: `https://ci.example/${'x'.repeat(1900)}`,
    losses: grow(report.losses, times.losses, (one, index) => ({ ...one, loss: `store:${text}${index}` })),
    objectives: grow(report.objectives, times.objectives, (one) => ({ ...one, topology: text })),
    rules: grow(report.rules, times.rules, (one) => ({ ...one, urn, message: text })),
    exceptions: grow(report.exceptions, times.exceptions, (one) => ({ ...one, says: text })),
    resources: grow(report.resources, times.resources, (one, index) => ({
      ...one,
      type: `${text}${index}`,
      name: text,
      arguments: Array.from({ length: 40 }, () => text),
    })),
  };
}

const times = fc.constantFrom(0, 1, 10, 100);
const lists = fc.record({ losses: times, objectives: times, rules: times, exceptions: times, resources: times });
const texts = fc.constantFrom('a', '|'.repeat(5000), '𝕏@'.repeat(3000), '<b>`[x](y)`</b>\n# @all #1', '');

describe('the report in Markdown', () => {
  it('is shorter than 60,000 characters, whatever there is to say', () => {
    fc.assert(
      fc.property(lists, texts, (counts, text) => {
        expect(markdownReport(grown(counts, text)).length).toBeLessThan(60_000);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves the least out: the worst of each list stays, and what goes is counted', () => {
    const long = grown({ losses: 300, objectives: 1, rules: 300, exceptions: 1, resources: 300 }, 'name');
    const text = markdownReport(long);
    expect(text).toContain('<code>store:name0</code>');
    expect(text).toContain('✗ new: <code>tandem-gcp-015-either-region-carries-all</code>');
    const rows = text.match(/^\| <code>store:/gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(20);
    expect(text).toContain(
      `_${long.losses.length - rows} more losses left out here; the report as JSON has them all._`,
    );
    expect(text).toMatch(/more breaches left out here/);
    expect(text).not.toMatch(/more objectives left out here/);
  });

  it('gives room that a short list does not need to a long one', () => {
    const rules = { losses: 1, objectives: 1, rules: 400, exceptions: 1, resources: 1 };
    expect(markdownReport(grown(rules, 'name')).length).toBeGreaterThan(55_000);
  });

  it('keeps its form when names try to break it', () => {
    const once = { losses: 1, objectives: 1, rules: 1, exceptions: 1, resources: 1 };
    const shapeOf = (text: string): readonly string[] =>
      markdownReport(grown(once, text))
        .split('\n')
        .map((line) => `${line.slice(0, 2)} ${line.match(/(?<!&#\d+)\|/g)?.length ?? 0}`);
    const attack = '|x|\n\n## <script>alert(1)</script> ```\n- [a](javascript:b) ![i](//t) --> @everyone $x$';
    expect(shapeOf(attack)).toEqual(shapeOf('name'));
    expect(markdownReport(grown(once, attack))).not.toMatch(/<(?!\/?(?:code|details|summary)>|!-- tandem|https:\/\/)/);
  });
});
