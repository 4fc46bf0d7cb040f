import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AttemptsReader } from '../../../drill/run/envoy/attempts.ts';

const folder = mkdtempSync(join(tmpdir(), 'attempts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a list of any length is read at once: probes and tries at no region are left out', () => {
  const file = join(folder, 'tries');
  const line = (second: number, port: number, path: string) => `${second} 127.0.0.1:${port} 200 - ${path}\n`;
  const tries = Array.from({ length: 300_000 }, (_, index) => line(index, 9001, '/')).join('');
  writeFileSync(file, `${tries}${line(1, 9001, '/health')}${line(2, 9999, '/')}`);
  const reader = new AttemptsReader(file, new Map([[9001, 'a']]));
  expect(reader.read()).toHaveLength(300_000);
  expect(reader.attempts.at(-1)).toEqual({ ms: 299_999_000, region: 'a', status: 200 });
});
