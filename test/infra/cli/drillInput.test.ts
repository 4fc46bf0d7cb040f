import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDrillInput, type DrillCommandOptions } from '../../../infra/cli/drillInput.ts';
import { exitCodeOf } from '../../../infra/cli/problem.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { Checkout } from './checkout.ts';

// `tandem drill` refuses what it was given before it previews or builds anything: exit 2, all problems at once.

const folder = temporaryFolder('drill-input');

/** A file of that content; its path. */
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const bucket = 'urn:pulumi:test::test::gcp:storage/bucket:Bucket::it';
const state = { urn: bucket, type: 'gcp:storage/bucket:Bucket', custom: true, inputs: {}, outputs: {} };
const from = file(
  'plan.json',
  JSON.stringify({ steps: [{ op: 'create', urn: bucket, newState: state }], changeSummary: { create: 1 } }),
);
const incident = file(
  'incident.yaml',
  'title: x\nduration: 5m\nfaults:\n  - { kind: crash, at: 1m, until: 2m, target: primary }\n',
);
const broken = file('broken.yaml', 'title: x\ntitle: y');

const good: DrillCommandOptions = { from, incident, rate: '300', scale: '60' };

function refusal(options: Partial<DrillCommandOptions>, stack?: string): string {
  try {
    readDrillInput(stack, { ...good, ...options });
  } catch (error) {
    expect(exitCodeOf(error)).toBe(2);
    return String(error instanceof Error && error.message);
  }
  return 'accepted';
}

const x = join(folder, 'x');
const known = 'allowed: the path of an incident file, or one of 2025-06-12-provider, 2025-06-26, ';

test.each<[Partial<DrillCommandOptions>, string]>([
  [{ incident: 'nosuch' }, `drill/incidents/nosuch.yaml is not there); ${known}`],
  [{ incident: './nosuch.yaml' }, `--incident: given './nosuch.yaml' (./nosuch.yaml is not there); ${known}`],
  [{ incident: '' }, `--incident: given ''; ${known}`],
  [{ incident: broken }, `The incident ${broken} has a problem:\n  - line 2, column 1: this key is there twice`],
  [{ rate: '1' }, "--rate: given '1'; allowed: a number from 20 to 1000"],
  [{ rate: '1001' }, "--rate: given '1001'; allowed: a number from 20 to 1000"],
  [{ rate: '' }, "--rate: given ''; allowed: a number from 20 to 1000"],
  [{ scale: 'fast' }, "--scale: given 'fast'; allowed: a number from 1 to 60"],
  [{ json: '' }, '--json names no file'],
  [{ json: '/proc/x.json' }, '--json /proc/x.json cannot be written'],
  [{ html: folder }, `--html ${folder} cannot be written: it is a folder`],
  [{ json: x, html: x }, `--html ${x} is the same file as --json ${x}`],
  [{ json: from }, `--json ${from} is the same file as --from ${from}, which would be lost`],
  [{ html: incident }, `--html ${incident} is the same file as --incident ${incident}, which would be lost`],
])('%j', (options, message) => {
  const told = refusal(options);
  expect(told).toContain(message);
  expect(told.split('\n').filter((line) => !line.startsWith('  - '))).toHaveLength(1);
});

test('the configuration of the drilled stack is not written over either', () => {
  const config = 'stacks/Pulumi.local.yaml';
  expect(refusal({ from: undefined, json: config }, 'local')).toContain(`--json ${config} is the same file as stack`);
});

test('what can be used is read', () => {
  const read = readDrillInput(undefined, { ...good, rate: '20', scale: '2.5', json: x, html: `${x}.html` });
  expect(read).toMatchObject({ rate: 20, scale: 2.5, incident: { name: 'incident' } });
});

test('the command tells all problems at once, and those that only the plan shows', async () => {
  const checkout = new Checkout();
  const several = await checkout.tandem('drill --rate 1 --json /proc/x --html infra --incident nosuch');
  expect(several).toMatchObject({ code: 2, stdout: '' });
  for (const part of ['--incident: given', '--rate: given', 'Name a stack', '--json /proc/x', '--html infra'])
    expect(several.stderr).toContain(part);
  const empty = await checkout.tandem(`drill --from ${from}`);
  expect(empty).toMatchObject({ code: 2, stdout: '' });
  expect(empty.stderr).toContain('Nothing to drill: the plan has no service with a region behind it.');
});
