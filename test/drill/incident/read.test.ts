import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { DrillError } from '../../../drill/errors.ts';
import { durationSeconds } from '../../../drill/incident/duration.ts';
import { checkIncident, parseIncident, readIncident } from '../../../drill/incident/read.ts';
import { incidentJsonSchema } from '../../../drill/incident/schema.ts';
import { shippedIncident, shippedIncidents } from '../../../drill/incident/shipped.ts';
import { schemaText } from '../../../drill/incident/writeSchema.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = new URL('../../../drill/incidents/', import.meta.url);
const shipped = readdirSync(folder).map((file) => basename(file, '.yaml'));

const good = {
  title: 'A test',
  duration: '10m',
  faults: [{ kind: 'crash', at: '2m', until: '5m', target: 'primary' }],
};

/** Message of the error that an incident causes. Whatever is wrong with it, it is what a person gave. */
function refusal(incident: object): string {
  try {
    checkIncident(incident, 'test', 'test.yaml');
  } catch (error) {
    if (!(error instanceof DrillError)) throw error;
    expect(error.kind).toBe('input');
    return error.message;
  }
  throw new Error('It was accepted');
}

test('every incident of the brief is there', () => {
  expect(shipped).toEqual(
    expect.arrayContaining([
      '2025-06-12-provider',
      '2025-06-26',
      '2025-08-06',
      '2025-08-06-with-store',
      '2025-10-20-no-new-capacity',
      '2026-03-10-database',
      'black-hole',
      'both-lost',
      'database-link-cut',
      'database-primary-lost',
      'failover-at-peak',
      'failover-during-deploy',
      'failover-lost',
      'flapping',
      'half-zones',
      'slow',
    ]),
  );
});

test.each(shipped)('%s can be played, and satisfies the schema that editors use', (name) => {
  const incident = readIncident(shippedIncident(name));
  const validate = new Ajv2020().compile(incidentJsonSchema());
  expect(incident.name).toBe(name);
  expect([incident.published, incident.chosen], 'what is published, and what is chosen').not.toContain('');
  expect(incident.seconds).toBeGreaterThan(0);
  expect(validate(parse(readFileSync(shippedIncident(name), 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
});

test('the committed schema is in step with the code', async () => {
  expect(readFileSync(new URL('../../../drill/incident/schema.json', import.meta.url), 'utf8')).toBe(
    await schemaText(),
  );
});

test('the two published bursts of 6 August 2025 begin at their published times', () => {
  const incident = readIncident(shippedIncident('2025-08-06'));
  const startMinutes = 2 * 60 + 29;
  const bursts = incident.faults.map(({ at }) => startMinutes + durationSeconds(at) / 60);
  expect(bursts).toContain(2 * 60 + 30);
  expect(bursts).toContain(2 * 60 + 55);
  expect(bursts).toContain(3 * 60 + 50);
  expect(incident.faults.at(-1)?.until).toBe(`${4 * 60 + 11 - startMinutes}m`);
});

test('what is not said has a default', () => {
  const incident = checkIncident(good, 'test');
  expect(incident).toMatchObject({ published: '', chosen: '', load: 0.6, events: [], expect: {}, seconds: 600 });
});

test('all problems come in one message, each with its path, what was given, and what is allowed', () => {
  const message = refusal({
    ...good,
    title: undefined,
    load: 9,
    surprise: true,
    faults: [
      { kind: 'crush', at: '2m', until: '5m', target: 'primary' },
      { kind: 'crash', at: '2 minutes', until: '5m', target: 'primary' },
      { kind: 'crash', at: '6m', until: '5m', target: 'primary' },
    ],
  });
  expect(message).toContain('test.yaml has 6 problems');
  expect(message).toContain('faults[2].until: given 5m; allowed: later than its start at 6m');
  expect(message).toContain('title: missing; allowed: a string');
  expect(message).toContain('load: given 9; allowed: at most 3');
  expect(message).toContain('surprise: not known here');
  expect(message).toMatch(/faults\[0\].*given.*crush.*; allowed: .*crash, error, hang, lying, slow, overload, flap/);
  expect(message).toMatch(/faults\[1\]\.at: given "2 minutes"; allowed: a duration such as 90s/);
});

test('spans that make no sense are refused together', () => {
  const message = refusal({
    ...good,
    faults: [
      { kind: 'crash', at: '30s', until: '2m', target: 'primary' },
      { kind: 'hang', at: '5m', until: '4m', target: 'primary' },
      { kind: 'error', at: '5m', until: '15m', target: 'primary' },
      { kind: 'lying', at: '5m', until: '6m', target: 'database' },
    ],
  });
  expect(message).toContain('faults[0].at: given 30s; allowed: 60s or later');
  expect(message).toContain('faults[1].until: given 4m; allowed: later than its start at 5m');
  expect(message).toContain('faults[2]: ends at 15m; allowed: within the duration of 10m');
  expect(message).toContain('faults[3].kind: given lying on database; allowed there: crash, hang, slow');
});

test('a file that is no YAML, and a file that is not there, are told by name', () => {
  expect(() => parseIncident('title: [', 'broken.yaml')).toThrow(/broken\.yaml has/);
  expect(() => readIncident('/nowhere/at-all.yaml')).toThrow('/nowhere/at-all.yaml cannot be read (it is not there)');
});

test.each([
  ['duration', { duration: '0s' }, 'duration: given "0s"; allowed: a duration longer than 0s'],
  ['duration', { duration: '25h' }, 'duration: given "25h"; allowed: a duration of at most 24h'],
  ['duration', { duration: 600 }, 'duration: given 600; allowed: a duration such as 90s, 25m or 1h30m'],
  ['load', { load: 0 }, 'load: given 0; allowed: more than 0'],
  ['load', { load: Number.NaN }, 'load: given NaN; allowed: a number'],
  ['a long text', { load: 'x'.repeat(500) }, `load: given "${'x'.repeat(79)}...; allowed: a number`],
  ['factor', { events: [{ kind: 'load', at: '2m', factor: 0 }] }, 'events[0].factor: given 0; allowed: more than 0'],
])('%s that means nothing: %j', (_, given, message) => {
  expect(refusal({ ...good, ...given })).toContain(`  - ${message}`);
});

const span = { at: '2m', until: '5m', target: 'primary' };

test.each([
  [{ kind: 'crash', at: 90 }, 'at: given 90; allowed: a duration such as 90s, 25m or 1h30m'],
  [{ kind: 'slow' }, 'delay: missing; allowed: a duration such as 90s, 25m or 1h30m'],
  [{ kind: 'slow', delay: '0s' }, 'delay: given "0s"; allowed: a duration longer than 0s'],
  [{ kind: 'slow', delay: '1s', share: 0 }, 'share: given 0; allowed: more than 0'],
  [{ kind: 'flap', of: 'crash', every: '0s' }, 'every: given "0s"; allowed: a duration of 1s or more'],
  [{ kind: 'overload', capacity: 1 }, 'capacity: given 1; allowed: less than 1'],
])('a fault that would do nothing: %j', (fault, message) => {
  expect(refusal({ ...good, faults: [{ ...span, ...fault }] })).toContain(`  - faults[0].${message}`);
});

test('a folder, and a file in another encoding, are told in plain words', () => {
  const file = join(temporaryFolder('incident'), 'latin1.yaml');
  writeFileSync(file, Buffer.from('title: caf\xe9', 'latin1'));
  expect(() => readIncident(file)).toThrow(`${file} cannot be read (it is not UTF-8; save it as UTF-8)`);
  expect(() => readIncident(dirname(file))).toThrow('cannot be read (it is a folder)');
});

test('what comes with the package is known by name', () => {
  expect(shippedIncidents()).toEqual(shipped.toSorted());
});
