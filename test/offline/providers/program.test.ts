import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../../offline/providers/cloud/cloud.ts';
import { Store } from '../../../offline/providers/cloud/store.ts';
import { installProviders } from '../../../offline/providers/install.ts';
import { describedTypes, packageNames } from '../../../offline/providers/packages.ts';
import { generate } from '../../../offline/providers/shapes/generate.ts';
import { Bench } from './harness.ts';
import { Wire } from './wire.ts';

const PROGRAM = fileURLToPath(new URL('../../../offline/providers/main.ts', import.meta.url));
const SHAPES = new URL('../../../offline/providers/shapes/', import.meta.url);

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'offline-providers-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function start(command: string, args: string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  started.push(child);
  return child;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('exit', (code) => reject(new Error(`ended with code ${code} before it said anything`)));
  });
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

describe('the program', () => {
  it('serves several packages on ports of their own', async () => {
    const child = start(process.execPath, [PROGRAM, 'gcp', 'random']);
    const ports = JSON.parse(await firstLine(child)) as { [name: string]: number };
    expect(Object.keys(ports)).toEqual(['gcp', 'random']);
    for (const [name, port] of Object.entries(ports)) {
      const wire = new Wire(port);
      const info = await wire.call<{ getVersion(): string }>('getPluginInfo', new emptyMessages.Empty());
      expect(info.getVersion()).toBe(
        (JSON.parse(readFileSync(new URL(`${name}.json`, SHAPES), 'utf8')) as { version: string }).version,
      );
      wire.close();
    }
  });

  it.each([
    ['its input ends', (child: ChildProcess): unknown => child.stdin?.destroy()],
    ['it is interrupted', (child: ChildProcess): boolean => child.kill('SIGINT')],
    ['it is terminated', (child: ChildProcess): boolean => child.kill('SIGTERM')],
  ])('ends when %s', async (_case, end) => {
    const child = start(process.execPath, [PROGRAM, 'random', '127.0.0.1:1']);
    expect(await firstLine(child)).toMatch(/^\d+$/);
    const code = exitCode(child);
    end(child);
    expect(await code).toBe(0);
  });

  it('says how it is used', async () => {
    const child = start(process.execPath, [PROGRAM, 'azure']);
    const errors: string[] = [];
    child.stderr?.on('data', (data: Buffer) => errors.push(data.toString()));
    expect(await exitCode(child)).toBe(2);
    expect(errors.join('')).toContain('packages out of gcp, aws, random; got azure');
  });

  it('is installed where the engine looks for it, once', async () => {
    installProviders(folder, process.execPath);
    const plugins = readdirSync(path.join(folder, 'plugins')).toSorted();
    expect(plugins).toEqual([
      expect.stringMatching(/^resource-aws-v7\.\d+\.\d+$/),
      expect.stringMatching(/^resource-gcp-v9\.\d+\.\d+$/),
      expect.stringMatching(/^resource-random-v4\.\d+\.\d+$/),
    ]);
    const launcher = path.join(folder, 'plugins', plugins[2] ?? '', 'pulumi-resource-random');
    const before = statSync(launcher).mtimeMs;
    installProviders(folder, process.execPath);
    expect(statSync(launcher).mtimeMs).toBe(before);
    expect(await firstLine(start(launcher, ['127.0.0.1:1']))).toMatch(/^\d+$/);
  });
});

describe('the folder of a cloud', () => {
  const NETWORK = 'gcp:compute/network:Network';
  const open = (): Promise<Bench> => Bench.open('gcp', { project: 'p' }, { cloud: new Cloud(new Store(folder)) });

  it('outlives the process', async () => {
    const made = await (await open()).create(NETWORK, { name: 'n' });
    const later = await open();
    expect(later.cloud.get(NETWORK, made.id)?.state).toEqual(made.state);
    later.provider.delete(later.subject(NETWORK), made);
    expect((await open()).cloud.all()).toEqual([]);
  });

  it('holds no secrets', async () => {
    const bench = await open();
    await bench.create('gcp:secretmanager/secret:Secret', { secretId: 's', replication: { auto: {} } }, 's');
    await bench.create('gcp:secretmanager/secretVersion:SecretVersion', { secret: 's', secretData: 'hush-hush' }, 'v');
    const texts = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
    expect(texts).toHaveLength(2);
    expect(texts.join()).not.toContain('hush-hush');
  });

  it('names a file that is no resource', () => {
    writeFileSync(path.join(folder, 'broken.json'), '{"type":');
    expect(() => new Cloud(new Store(folder))).toThrow(
      `${path.join(folder, 'broken.json')} is not a resource of the offline cloud`,
    );
  });

  it('says so when it cannot be written', async () => {
    const occupied = path.join(folder, 'file');
    writeFileSync(occupied, '');
    const cloud = new Cloud(new Store(path.join(occupied, 'gcp')));
    const bench = await Bench.open('gcp', { project: 'p' }, { cloud });
    await expect(bench.create(NETWORK, {})).rejects.toThrow(
      'the folder of the offline cloud (TANDEM_OFFLINE_CLOUD) cannot be written',
    );
  });

  it('need not exist', () => {
    const missing = path.join(folder, 'later');
    expect(new Cloud(new Store(missing)).all()).toEqual([]);
    expect(existsSync(missing)).toBe(false);
  });
});

describe('the committed shapes', () => {
  it.each(packageNames)('of %s are what the installed SDK says', async (name) => {
    const committed = readFileSync(new URL(`${name}.json`, SHAPES), 'utf8');
    expect(generate(name, await describedTypes(name)) === committed).toBe(true);
  });
});
