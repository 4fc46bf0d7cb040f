import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readGraph } from '../../topology/graph/read.ts';
import type { Model } from '../../topology/model/model.ts';
import { recognise } from '../../topology/recognise/recognise.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** The model of a stack as shipped: previewed on the offline cloud by the command line, as anybody would. */
export function shippedModel(stack: string): Model {
  const folder = join(checkout, '.tandem', 'drills');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${stack}-plan.json`);
  const command = [join(checkout, 'infra/cli/tandem.js'), 'preview', stack, '--offline', '--no-policy', '--out', file];
  execFileSync(process.execPath, command, { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] });
  return recognise(readGraph(readFileSync(file, 'utf8'), file));
}
