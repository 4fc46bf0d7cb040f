// A drill in a process of its own, for tests that end it from outside. Says on its output where it stands.

import { DrillError, runDrill } from '../../drill/index.ts';
import { model } from './models.ts';
import { incident, rate, scale } from './support.ts';

const [home = ''] = process.argv.slice(2);
try {
  const report = await runDrill({
    stack: 'test',
    model: model(),
    incident: incident([{ kind: 'crash', at: '60s', until: '80s', target: 'primary' }], '90s'),
    rate,
    scale,
    home,
    onProgress: () => console.log('runs'),
  });
  console.log(`failed ${report.requests.failed}, lost ${report.writes?.lost}`);
} catch (error) {
  if (!(error instanceof DrillError)) throw error;
  console.log(`DrillError: ${error.message}`);
  process.exitCode = 1;
}
