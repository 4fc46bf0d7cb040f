import { describe, expect, it } from 'vitest';

import { htmlReport } from '../../../../infra/cli/report/html.ts';
import { parsePackConfig } from '../../../../infra/cli/report/packConfig.ts';
import { reportOn } from '../../../../infra/cli/report/report.ts';
import { draft, graphFrom } from '../../../support/graph.ts';
import { base, head } from './plans.ts';

const EVIL = '"><script>alert(1)</script>';

describe('the page of a report', () => {
  it('takes names for text, wherever they stand', () => {
    const report = reportOn({
      base: graphFrom(base),
      head: graphFrom([...head, draft('gcp:storage/bucket:Bucket', EVIL, { location: EVIL, [EVIL]: 1 })]),
      planned: [],
      config: parsePackConfig('{}', 'policy/config/test.json'),
      today: '2026-11-24',
      drill: null,
    });
    const page = htmlReport({ ...report, stack: { base: EVIL, head: EVIL } });
    expect(page).not.toContain('<script');
    expect(page.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(4);
  });
});
