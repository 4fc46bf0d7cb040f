import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drillHome } from '../../../drill/binaries.ts';
import { runDrill } from '../../../drill/index.ts';
import { model } from '../models.ts';
import { incident } from '../support.ts';

const { statfsSync } = fs;

function answer(statfs: unknown): void {
  fs.statfsSync = statfs as typeof statfsSync;
  syncBuiltinESMExports();
}

beforeAll(() => answer(() => ({ bavail: 1000, bsize: 4096 })));
afterAll(() => answer(statfsSync));

test('a disk without room is told before anything is started', async () => {
  const faults = incident([{ kind: 'crash', at: '60s', until: '80s', target: 'primary' }], '90s');
  await expect(runDrill({ stack: 'test', model: model(), incident: faults })).rejects.toThrow(
    `The disk of ${drillHome} has 3 MiB left; a drill needs 500. Make room and start again.`,
  );
});
