import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { checkoutFolder } from '../infra/cli/places.ts';
import { InputProblem, messageOf } from '../infra/cli/problem.ts';
import { measure } from './measure/measure.ts';
import { judgedResources } from './report/bars.ts';
import { report } from './report/report.ts';
import type { Machine, PreviewResult, Results } from './report/results.ts';
import { inTurns, type Measured } from './rounds.ts';
import { benchFolder, clearBench, engineVersion, makeStack, updatedProduction } from './subjects/engine.ts';
import { literalsOf } from './subjects/literals.ts';
import {
  packRows,
  previewRows,
  previewStacks,
  rulesRow,
  serviceCounts,
  serviceRow,
  serviceStack,
  verdictRow,
  type PreviewName,
  type Row,
} from './subjects/rows.ts';
import { writeSubjects } from './subjects/write.ts';

// What production costs beside the least it could, and beside the usual way: node bench/main.ts [--runs N]

/** Services of the plans that the verdict and the rules are measured on: more than 500 and more than 1000 resources. */
const judgedServices = [11, 23] as const;

const DEFAULT_RUNS = 5;

const gib = 2 ** 30;

async function main(): Promise<void> {
  const runs = wantedRuns();
  const started = Date.now();
  const say = (text: string): void => {
    process.stderr.write(`${String(Math.round((Date.now() - started) / 1000)).padStart(5)} s  ${text}\n`);
  };
  say('preparing: production is brought up once on the offline cloud, for the literal values of the raw floor');
  await clearBench();
  const subjects = writeSubjects(literalsOf(await updatedProduction()));
  const services = [...new Set([...serviceCounts, ...judgedServices])];
  for (const stack of [...previewStacks, ...services.map(serviceStack)]) await makeStack(stack);
  const judged: Row[] = [];
  for (const count of judgedServices) judged.push(...(await keptPlan(count)));

  const previews = await inTurns(previewRows(subjects), { rounds: runs, warmUps: 1 }, say);
  const starts = await inTurns([...packRows(subjects), ...judged], { rounds: runs, warmUps: 1 }, say);
  const growth = await inTurns(serviceCounts.map(serviceRow), { rounds: runs, warmUps: 0 }, say);

  const results: Results = {
    machine: await machine(),
    day: new Date().toISOString().slice(0, 10),
    runs,
    previews: Object.fromEntries(previews.map((one) => [one.row.name, previewResult(one)])) as Record<
      PreviewName,
      PreviewResult
    >,
    services: growth.map((one) => ({ ...previewResult(one), services: Number(one.row.name) })),
    starts: starts.map(({ row, figures }) => ({ name: row.name, title: row.title, figures })),
  };
  checkSameResources(results);
  const text = await format(report(results), { parser: 'markdown', printWidth: 120 });
  writeFileSync(join(checkoutFolder, 'bench/latest.md'), text);
  process.stdout.write(`\n${text}`);
}

function wantedRuns(): number {
  const given = process.argv.slice(2);
  const [option, value, ...more] = given;
  const runs = Number(value);
  if (given.length === 0) return DEFAULT_RUNS;
  if (option === '--runs' && more.length === 0 && Number.isInteger(runs) && runs > 0) return runs;
  throw new InputProblem(
    `${given.join(' ')} is not known here; the only option is --runs N, a whole number from 1 on.`,
  );
}

/** Previews some services once, keeps the plan, and gives the rows that judge it. */
async function keptPlan(services: number): Promise<Row[]> {
  const { stdout } = await measure(serviceRow(services).command);
  const file = join(benchFolder, `plan-${services}.json`);
  writeFileSync(file, stdout);
  const resources = stepsOf(stdout).length;
  if (resources < judgedResources)
    throw new Error(
      `${services} services plan ${resources} resources; the rules are measured on ${judgedResources} or more.`,
    );
  return [verdictRow(file, resources), rulesRow(file, resources)];
}

const previewResult = ({ row, figures, stdout }: Measured<string>): PreviewResult => ({
  title: row.title,
  resources: stepsOf(stdout).filter((type) => !/^(pulumi|tandem):/.test(type)).length,
  figures,
});

/** Types of everything that a plan holds, as `pulumi preview --json` prints it. */
const stepsOf = (text: string): string[] =>
  (JSON.parse(text) as { steps: readonly { newState: { type: string } }[] }).steps.map(({ newState }) => newState.type);

/** A comparison of different things would say nothing. */
function checkSameResources({ previews }: Results): void {
  const { raw, production, usual } = previews;
  for (const { title, resources } of [raw, usual]) {
    if (resources === production.resources) continue;
    throw new Error(`${title} has ${resources} resources and production ${production.resources}.`);
  }
}

async function machine(): Promise<Machine> {
  const sdk = readFileSync(join(checkoutFolder, 'node_modules/@pulumi/pulumi/package.json'), 'utf8');
  return {
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / gib),
    node: process.versions.node,
    engine: await engineVersion(),
    sdk: (JSON.parse(sdk) as { version: string }).version,
  };
}

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  await main();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = error instanceof InputProblem ? 2 : 1;
}
