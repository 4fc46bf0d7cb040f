import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cloudInit, type Container } from '../../../components/gcp/cloudInit.ts';
import { temporaryFolder } from '../../support/folder.ts';

// What a machine is told at boot: well-formed, and its script does read secrets.

interface CloudConfig {
  write_files: { path: string; permissions: string; content: string }[];
  runcmd: string[];
}

const container: Container = {
  image: 'us-docker.pkg.dev/acme/images/api:1',
  port: 9000,
  env: { ZONE: 'z', ANSWER: 'a: b # "c"' },
  secretEnv: {
    PASSWORD: { id: 'projects/acme/secrets/db', version: '3' },
    KEY: { id: 'projects/acme/secrets/key', version: 'latest' },
  },
};

const text = cloudInit(container);
const config = parse(text) as CloudConfig;

const contentOf = (name: string): string => {
  const found = config.write_files.find((file) => file.path === name);
  if (!found) throw new Error(`no ${name}`);
  return found.content;
};

test('is cloud-init that the system’s parser reads', () => {
  expect(text.startsWith('#cloud-config\n')).toBe(true);
  expect(config.write_files.map((file) => [file.path, file.permissions])).toEqual([
    ['/etc/service/plain.env', '0644'],
    ['/etc/service/secrets.sh', '0755'],
    ['/etc/systemd/system/service.service', '0644'],
  ]);
  expect(config.runcmd).toEqual(['systemctl daemon-reload', 'systemctl start service.service']);
});

test('gives the plain variables, the port among them, in one order', () => {
  expect(contentOf('/etc/service/plain.env')).toBe('ANSWER=a: b # "c"\nPORT=9000\nZONE=z\n');
  const turned = { ...container, env: Object.fromEntries(Object.entries(container.env).reverse()) };
  expect(cloudInit(turned)).toBe(text);
});

test('keeps the container running on its port, logged in to its registry', () => {
  const unit = contentOf('/etc/systemd/system/service.service');
  expect(unit).toMatch(/^Restart=always$/m);
  expect(unit).toContain('configure-docker --registries us-docker.pkg.dev');
  expect(unit).toMatch(/^ExecStart=\S+ run .*--publish 9000:9000 .*us-docker\.pkg\.dev\/acme\/images\/api:1$/m);
});

describe('the script that reads secrets', () => {
  /** Runs it with a `curl` that answers as metadata server and Secret Manager do. */
  const run = (curl: string): { status: number | null; left: string } => {
    const folder = temporaryFolder('cloud-init');
    const left = path.join(folder, 'secrets.env');
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(path.join(bin, 'curl'), `#!/bin/sh\n${curl}\n`);
    chmodSync(path.join(bin, 'curl'), 0o755);
    writeFileSync(
      path.join(folder, 'secrets.sh'),
      contentOf('/etc/service/secrets.sh').replaceAll('/run/service-secrets.env', left),
    );
    const { status } = spawnSync('/bin/sh', [path.join(folder, 'secrets.sh')], {
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    });
    return { status, left: readFileSync(left, { encoding: 'utf8', flag: 'a+' }) };
  };

  const answer = `case "$*" in
  *token*) echo '{"access_token":"t0ken","expires_in":3599,"token_type":"Bearer"}' ;;
  *"Bearer t0ken"*secrets/db/versions/3:access*) printf '{\\n  "name": "x",\\n  "payload": {\\n    "data": "cCBhPXM=",\\n    "dataCrc32c": "1"\\n  }\\n}\\n' ;;
  *"Bearer t0ken"*secrets/key/versions/latest:access*) echo '{"payload":{"data":"aw=="}}' ;;
  *) exit 22 ;;
esac`;

  test('writes each where the container finds it', () => {
    expect(run(answer)).toEqual({ status: 0, left: 'KEY=k\nPASSWORD=p a=s\n' });
  });

  test('fails when one cannot be read, so that the container does not start without it', () => {
    expect(run(answer.replace('secrets/key', 'secrets/other')).status).not.toBe(0);
  });
});
