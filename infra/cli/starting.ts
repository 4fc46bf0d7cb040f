import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { defaults, readIncident, shippedIncident, type Incident } from '../../drill/index.ts';
import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { readGraph } from '../../topology/graph/read.ts';
import { runUp } from './commands/up.ts';
import { drill } from './drilling.ts';
import { checkoutFolder, tandemFolder } from './places.ts';
import { failed } from './problem.ts';
import { readStack } from './stack.ts';
import { exportState } from './state.ts';

const STACK = 'local';

/** What `npm start` does: brings stack local up, and drills it unless this very plan has held in a drill already. */
export async function runStart(): Promise<void> {
  await runUp(STACK, { yes: true, policy: true });
  if (process.exitCode !== 0) return;
  const graph = readGraph(await exportState(readStack(STACK, {})), `the state of ${STACK}`);
  const incident = readIncident(shippedIncident(defaults.incident));
  const last = new LastDrill(keyOf(graph, incident));
  if (last.stands) {
    process.stdout.write(
      `\nThis plan has held in a drill of ${incident.name} already; \`npx tandem drill ${STACK}\` plays it again. Page: ${last.shownPage}\n`,
    );
    return;
  }
  process.stdout.write('\n');
  const { report } = await drill(graph, STACK, incident, {
    rate: defaults.rate,
    scale: defaults.scale,
    html: last.page,
  });
  if (report.ok) last.keep();
  else process.exitCode = failed;
}

/** Says whether what would be drilled is what was drilled last: a drill takes two minutes and shows the same again. */
class LastDrill {
  readonly page = join(tandemFolder, 'drills', `${STACK}-${defaults.incident}.html`);
  readonly shownPage = relative(checkoutFolder, this.page);
  readonly #stamp = `${this.page}.stamp`;
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
    mkdirSync(dirname(this.page), { recursive: true });
  }

  get stands(): boolean {
    return existsSync(this.page) && existsSync(this.#stamp) && readFileSync(this.#stamp, 'utf8') === this.#key;
  }

  keep(): void {
    writeFileSync(this.#stamp, this.#key);
  }
}

/** The same for the same resources and the same incident; the engine lists resources in any order. */
function keyOf({ all }: ResourceGraph, incident: Incident): string {
  const resources = all.map(({ urn, inputs }) => JSON.stringify([urn, inputs])).toSorted();
  return createHash('sha256')
    .update(JSON.stringify([resources, incident]))
    .digest('hex');
}
