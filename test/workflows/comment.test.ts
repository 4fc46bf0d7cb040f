import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../support/folder.ts';
import { stepOf } from './workflows.ts';

// The script that comments, with a stand-in for `gh` that notes what it is asked to do.

const folder = temporaryFolder('comment');

const gh = `#!/bin/sh
if [ "$2" = --paginate ]; then printf '%s' "$FOUND"; else echo "$@" >> calls; fi
`;

function comment(found: string): string {
  writeFileSync(join(folder, 'gh'), gh);
  chmodSync(join(folder, 'gh'), 0o755);
  writeFileSync(join(folder, 'report.md'), '<!-- tandem report: staging -->\n\nAll is well.\n');
  rmSync(join(folder, 'calls'), { force: true });
  const { run = '' } = stepOf('preview.yml', 'Comment');
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      FOUND: found,
      GITHUB_REPOSITORY: 'acme/infra',
      PULL_REQUEST: '7',
    },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return readFileSync(join(folder, 'calls'), 'utf8').trim();
}

it('comments once', () => {
  expect(comment('')).toBe('api --method POST repos/acme/infra/issues/7/comments --field body=@report.md --silent');
});

it('edits its comment in place, the first where there are several', () => {
  const edited = 'api --method PATCH repos/acme/infra/issues/comments/41 --field body=@report.md --silent';
  expect(comment('41')).toBe(edited);
  expect(comment('41\n52\n')).toBe(edited);
});
