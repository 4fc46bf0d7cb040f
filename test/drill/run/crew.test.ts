import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Crew } from '../../../drill/run/processes/crew.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { isAlive, until } from '../../infra/cli/checkout.ts';

// Programs that do their work and end belong to the drill like all others.

const crews: Crew[] = [];

function newCrew(): Crew {
  const crew = new Crew();
  crews.push(crew);
  return crew;
}

afterEach(() => Promise.all(crews.splice(0).map((crew) => crew.end())));

const shell = (crew: Crew, script: string): Promise<void> => crew.tool('The tool', '/bin/sh', ['-c', script]);

test('a tool that ends well is no loss', async () => {
  const crew = newCrew();
  await shell(crew, 'exit 0');
  await expect(Promise.race([crew.lost, new Promise((done) => setTimeout(done, 200, 'fine'))])).resolves.toBe('fine');
});

test('a tool that fails says why in its last lines', async () => {
  await expect(shell(newCrew(), 'for i in 1 2 3 4; do echo line $i >&2; done; exit 3')).rejects.toThrow(
    /^The tool failed:\nline 2\nline 3\nline 4$/,
  );
});

test('a tool that is not there is told', async () => {
  await expect(newCrew().tool('The tool', '/nowhere/tool', [])).rejects.toThrow('The tool could not be started');
});

test('a tool ends with the drill, and so does what it has started', async () => {
  const crew = newCrew();
  const file = join(temporaryFolder('crew'), 'pids');
  const running = shell(crew, `sleep 60 & echo $$ $! > ${file}.new; mv ${file}.new ${file}; wait`);
  await until(() => existsSync(file));
  const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await Promise.all([expect(running).rejects.toThrow('The drill has ended.'), crew.end()]);
  await until(() => !pids.some(isAlive));
});
