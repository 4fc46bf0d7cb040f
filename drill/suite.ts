// The whole proof, in about three quarters of an hour: node drill/suite.ts [part ...]
// Parts: law, shipped, beside, clouds, incidents, database, repeats. What was not asked for keeps its section in bench/drill.md.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Model } from '../topology/model/model.ts';
import { defaults, DrillError, type Incident, readIncident, shippedIncident } from './index.ts';
import { lawIncident } from './suite/law.ts';
import { shippedModel } from './suite/plans.ts';
import { play } from './suite/play.ts';
import { besideTable, incidentTable, lawLine, lawTable, type Named, repeatLine } from './suite/tables.ts';
import { probedOnly, variants, withHalfTheFloor, withReplication } from './suite/variants.ts';

const target = fileURLToPath(new URL('../bench/drill.md', import.meta.url));
const repeats = 10;

/** Settings of detection that the law is asked about, with times that are longer than the worst shed and return. */
const settings = [
  { name: '5 s x 2, limit 5 s', probe: { periodSeconds: 5, timeoutSeconds: 5, failures: 2, successes: 2 }, seed: 7 },
  { name: '5 s x 2, limit 1 s', probe: { periodSeconds: 5, timeoutSeconds: 1, failures: 2, successes: 2 }, seed: 11 },
  { name: '2 s x 3, limit 2 s', probe: { periodSeconds: 2, timeoutSeconds: 2, failures: 3, successes: 3 }, seed: 13 },
];

interface Part {
  readonly title: string;
  readonly run: (local: Model) => Promise<string>;
}

const parts: Readonly<Record<string, Part>> = {
  law: { title: 'Prediction is a law', run: law },
  shipped: { title: 'As shipped', run: shipped },
  beside: { title: 'Side by side', run: beside },
  clouds: { title: 'On AWS, and on both clouds', run: clouds },
  incidents: { title: 'Every incident, on local', run: incidents },
  database: { title: 'Database, by how it is replicated', run: databases },
  repeats: { title: 'The same incident ten times', run: again },
};

async function law(local: Model): Promise<string> {
  const rows: Named[] = [];
  for (const { name, probe, seed } of settings) {
    const incident = lawIncident({ rounds: 2, faultSeconds: 28, calmSeconds: 22, slowSeconds: 10, seed });
    const options = { scale: 10, rate: 200 };
    rows.push({
      name,
      report: await play({ title: `law ${name}`, model: probedOnly(local, probe), incident, options }),
    });
  }
  return `${lawTable(rows)}\n\n${lawLine(rows.map(({ report }) => report))}`;
}

async function shipped(local: Model): Promise<string> {
  const rows: Named[] = [];
  for (const [stack, model] of [
    ['local', local],
    ['production', shippedModel('production')],
  ] as const)
    for (const name of ['2025-08-06', '2025-08-06-with-store'])
      rows.push({ name: `${stack}: ${name}`, report: await play({ title: stack, model, incident: named(name) }) });
  return incidentTable(rows);
}

async function beside(local: Model): Promise<string> {
  const rows = [];
  for (const variant of variants(local)) {
    const { name: title, model, profile } = variant;
    rows.push({
      variant,
      report: await play({ title, model, incident: named(defaults.incident), options: { profile } }),
    });
  }
  return besideTable(rows);
}

/** What only a floor, or only a second provider, carries; each beside the plan that lacks it. */
async function clouds(): Promise<string> {
  const aws = shippedModel('production-aws');
  const both = shippedModel('multicloud');
  const plays = [
    { name: 'production-aws', model: aws, incident: defaults.incident },
    { name: 'production-aws', model: aws, incident: '2025-10-20-no-new-capacity' },
    {
      name: 'production-aws with half the floor',
      model: withHalfTheFloor(aws),
      incident: '2025-10-20-no-new-capacity',
    },
    { name: 'multicloud', model: both, incident: '2025-06-12-provider' },
    { name: 'production', model: shippedModel('production'), incident: '2025-06-12-provider' },
  ];
  const rows: Named[] = [];
  for (const { name, model, incident } of plays)
    rows.push({
      name: `${name}: ${incident}`,
      report: await play({ title: name, model, incident: named(incident) }),
    });
  return incidentTable(rows);
}

async function incidents(local: Model): Promise<string> {
  const folder = fileURLToPath(new URL('./incidents/', import.meta.url));
  const names = readdirSync(folder).map((file) => basename(file, '.yaml'));
  const rows: Named[] = [];
  for (const name of names.filter((one) => !one.startsWith('2025-08-06')))
    rows.push({ name, report: await play({ title: 'local', model: local, incident: named(name) }) });
  return incidentTable(rows);
}

async function databases(local: Model): Promise<string> {
  const rows: Named[] = [];
  for (const replication of ['sync', 'async'] as const)
    for (const name of ['database-primary-lost', 'database-replica-lost', 'database-link-cut']) {
      const model = withReplication(local, replication);
      rows.push({
        name: `${replication}: ${name}`,
        report: await play({ title: replication, model, incident: named(name) }),
      });
    }
  return incidentTable(rows);
}

async function again(local: Model): Promise<string> {
  const reports = [];
  for (let time = 1; time <= repeats; time++)
    reports.push(await play({ title: `${time} of ${repeats}`, model: local, incident: named(defaults.incident) }));
  return repeatLine(reports);
}

function named(name: string): Incident {
  return readIncident(shippedIncident(name));
}

/** The section of a part in the kept file; empty when it has none. */
function kept(text: string, title: string): string {
  return (
    text
      .split(/^## /m)
      .find((section) => section.startsWith(`${title}\n`))
      ?.slice(title.length)
      .trim() ?? ''
  );
}

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new DrillError(`No part is called ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  const local = shippedModel('local');
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`;
  let before = '';
  try {
    before = readFileSync(target, 'utf8');
  } catch {
    // The first time.
  }
  const sections: string[] = [];
  for (const [name, { title, run }] of Object.entries(parts)) {
    const plays = asked.length === 0 || asked.includes(name);
    const body = plays ? `On ${machine}.\n\n${await run(local)}` : kept(before, title);
    if (body) sections.push(`## ${title}\n\n${body}`);
  }
  const about =
    'Written by `npm run drill:all`, each part with the machine that it ran on. Seconds are declared ones; ' +
    `scale ${defaults.scale} and ${defaults.rate} requests per second stand for the declared peak, except for the law (scale 10).`;
  mkdirSync(new URL('../bench/', import.meta.url), { recursive: true });
  writeFileSync(target, await format(`# Drills\n\n${about}\n\n${sections.join('\n\n')}\n`, { parser: 'markdown' }));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof DrillError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
