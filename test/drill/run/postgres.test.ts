import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Crew } from '../../../drill/run/processes/crew.ts';
import { Postgres } from '../../../drill/run/store/postgres.ts';
import { temporaryFolder } from '../../support/folder.ts';

test('a database keeps its shared memory in its own folder from the start, where it goes with it', async () => {
  const folder = temporaryFolder('postgres');
  // Tells what it was given, and leaves what a server needs.
  const script = `#!/bin/sh\necho "$@" > ${folder}/given\ntouch "$2/postgresql.conf"\n`;
  writeFileSync(join(folder, 'initdb'), script, { mode: 0o755 });
  const crew = new Crew();
  try {
    await new Postgres(crew, { folder, programs: folder }, 'us-central1', 18_000).create();
  } finally {
    await crew.end();
  }
  expect(readFileSync(join(folder, 'given'), 'utf8')).toContain(' -c dynamic_shared_memory_type=mmap ');
});
