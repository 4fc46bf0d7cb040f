import type { ServiceError } from '@grpc/grpc-js';
import language from '@pulumi/pulumi/proto/language_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineAddress, isAlive, programFolder, programInfo, startHost, until, type Host } from './host.ts';

let host: Host;

beforeAll(async () => {
  host = await startHost();
});

afterAll(() => {
  host.client.close();
  host.process.kill();
});

function runRequest(folder: string): language.RunRequest {
  const request = new language.RunRequest();
  request.setProject('tandem');
  request.setStack('local');
  request.setOrganization('organization');
  request.setPwd(folder);
  request.setMonitorAddress('127.0.0.1:2');
  request.setParallel(16);
  request.setDryrun(true);
  request.setInfo(programInfo(folder, { typescript: false, nodeargs: '--no-warnings --title=tandem' }));
  request.getConfigMap().set('tandem:name', 'acme');
  request.setConfigsecretkeysList(['tandem:password']);
  return request;
}

const run = (request: language.RunRequest): Promise<language.RunResponse> =>
  new Promise((resolve, reject) =>
    host.client.run(request, (error, response) => (error ? reject(error) : resolve(response))),
  );

/** Tells how it was called, in a file beside the program. */
const tellCall = `
  const { writeFileSync } = require('node:fs');
  const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
  const env = { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT };
  const call = { argv: process.argv.slice(2), node: process.execPath, title: process.title, env };
  writeFileSync(__dirname + '/call.json', JSON.stringify(call));
`;

const callIn = (folder: string, script: string): unknown =>
  JSON.parse(readFileSync(join(folder, 'node_modules/@pulumi/pulumi/cmd', script, 'call.json'), 'utf8'));

describe('running a program', () => {
  test('the SDK of the program gets everything the engine says', async () => {
    const folder = programFolder('run', tellCall);
    const response = await run(runRequest(folder));
    expect({ error: response.getError(), bail: response.getBail() }).toEqual({ error: '', bail: false });
    expect(callIn(folder, 'run')).toEqual({
      argv: [
        ...['--monitor', '127.0.0.1:2', '--engine', engineAddress, '--organization', 'organization'],
        ...['--project', 'tandem', '--stack', 'local', '--pwd', folder, '--root-directory', folder],
        ...['--parallel', '16', '--dry-run', 'infra/index.js'],
      ],
      node: process.execPath,
      title: 'tandem',
      env: {
        PULUMI_CONFIG: '{"tandem:name":"acme"}',
        PULUMI_CONFIG_SECRET_KEYS: '["tandem:password"]',
        PULUMI_NODEJS_TYPESCRIPT: 'false',
      },
    });
  });

  test('ts-node is the default, as in Pulumi, and an update is no dry run', async () => {
    const folder = programFolder('run', tellCall);
    const request = runRequest(folder);
    request.setDryrun(false);
    request.setInfo(programInfo(folder));
    await run(request);
    expect(callIn(folder, 'run')).toMatchObject({
      argv: expect.not.arrayContaining(['--dry-run']) as unknown,
      env: { PULUMI_NODEJS_TYPESCRIPT: 'true' },
    });
  });

  test.each([
    ['an error that was shown already', 'process.exit(32)', { error: '', bail: true }],
    ['any other exit code', 'process.exit(7)', { error: 'the program ended with exit code 7', bail: false }],
    ['a signal', `process.kill(process.pid, 'SIGKILL')`, { error: 'the program was ended by SIGKILL', bail: false }],
  ])('%s', async (_, code, expected) => {
    const response = await run(runRequest(programFolder('run', code)));
    expect({ error: response.getError(), bail: response.getBail() }).toEqual(expected);
  });

  test('a program whose packages are not installed is told so', async () => {
    const folder = programFolder('run-plugin', '');
    const failure = run(runRequest(folder)).catch((error: ServiceError) => error.details);
    await expect(failure).resolves.toBe(
      `the package @pulumi/pulumi is not installed for ${folder}: run \`npm install\` there`,
    );
  });

  test('a folder that does not exist is told so', async () => {
    const failure = run(runRequest('/nowhere/at/all')).catch((error: ServiceError) => error.details);
    await expect(failure).resolves.toBe('folder /nowhere/at/all does not exist');
  });

  test('cancel ends the program', async () => {
    const folder = programFolder(
      'run',
      `require('node:fs').writeFileSync(__dirname + '/on', ''); setInterval(() => {}, 1e3)`,
    );
    const running = run(runRequest(folder));
    await until(() => existsSync(join(folder, 'node_modules/@pulumi/pulumi/cmd/run/on')));
    await new Promise<void>((resolve, reject) =>
      host.client.cancel(new empty.Empty(), (error) => (error ? reject(error) : resolve())),
    );
    expect((await running).getError()).toBe('the program was ended by SIGTERM');
  });
});

describe('running a plugin', () => {
  function pluginRequest(folder: string, kind: string): language.RunPluginRequest {
    const request = new language.RunPluginRequest();
    request.setInfo(programInfo(folder));
    request.setPwd(folder);
    request.setKind(kind);
    request.setArgsList([engineAddress]);
    request.setEnvList(['GIVEN=a=b', 'EMPTY=']);
    return request;
  }

  interface Told {
    stdout: string;
    stderr: string;
    exitCode: number | undefined;
  }

  /** Everything a plugin says until it ends, or the error with which its stream ends. */
  function outcome(request: language.RunPluginRequest): Promise<Told> {
    const told: Told = { stdout: '', stderr: '', exitCode: undefined };
    const stream = host.client.runPlugin(request);
    return new Promise((resolve, reject) => {
      stream.on('data', (response: language.RunPluginResponse) => {
        if (response.hasStdout()) told.stdout += Buffer.from(response.getStdout_asU8()).toString();
        if (response.hasStderr()) told.stderr += Buffer.from(response.getStderr_asU8()).toString();
        if (response.hasExitcode()) told.exitCode = response.getExitcode();
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(told));
    });
  }

  const tellAll = `
    console.log(JSON.stringify({ argv: process.argv.slice(2), cwd: process.cwd(), GIVEN: process.env.GIVEN, EMPTY: process.env.EMPTY }));
    console.error('to stderr');
    process.exitCode = 3;
  `;

  test.each([
    ['analyzer', 'run-policy-pack', (folder: string) => [engineAddress, folder]],
    ['resource', 'run-plugin', (folder: string) => [folder, engineAddress]],
  ] as const)('kind %s goes to %s, and its streams and exit code come back', async (kind, script, argv) => {
    const folder = programFolder(script, tellAll);
    const { stdout, stderr, exitCode } = await outcome(pluginRequest(folder, kind));
    expect(JSON.parse(stdout)).toEqual({ argv: argv(folder), cwd: folder, GIVEN: 'a=b', EMPTY: '' });
    expect({ stderr, exitCode }).toEqual({ stderr: 'to stderr\n', exitCode: 3 });
  });

  test('the plugin ends when the engine no longer listens', async () => {
    const folder = programFolder('run-policy-pack', 'console.log(String(process.pid)); setInterval(() => {}, 1000)');
    const stream = host.client.runPlugin(pluginRequest(folder, 'analyzer'));
    stream.on('error', () => undefined);
    const [first] = (await once(stream, 'data')) as [language.RunPluginResponse];
    const pid = Number(Buffer.from(first.getStdout_asU8()).toString());
    expect(isAlive(pid)).toBe(true);
    stream.cancel();
    await until(() => !isAlive(pid));
  });

  test('a pack whose packages are not installed is told so', async () => {
    const folder = programFolder('run', '');
    const failure = outcome(pluginRequest(folder, 'analyzer')).catch((error: ServiceError) => error.details);
    await expect(failure).resolves.toContain('the package @pulumi/pulumi is not installed');
  });
});

describe('what the engine asks about', () => {
  test('the runtime', async () => {
    const about = await new Promise<language.AboutResponse>((resolve, reject) =>
      host.client.about(new language.AboutRequest(), (error, response) => (error ? reject(error) : resolve(response))),
    );
    expect([about.getExecutable(), about.getVersion()]).toEqual([process.execPath, process.version]);
  });

  test('the packages that a program declares', async () => {
    const folder = programFolder('run', '');
    writeFileSync(join(folder, 'package.json'), '{"dependencies": {"a": "1.0.0"}, "devDependencies": {"b": "^2.0.0"}}');
    const request = new language.GetProgramDependenciesRequest();
    request.setInfo(programInfo(folder));
    const response = await new Promise<language.GetProgramDependenciesResponse>((resolve, reject) =>
      host.client.getProgramDependencies(request, (error, answer) => (error ? reject(error) : resolve(answer))),
    );
    const found = response.getDependenciesList().map((dependency) => [dependency.getName(), dependency.getVersion()]);
    expect(Object.fromEntries(found)).toEqual({ a: '1.0.0', b: '^2.0.0' });
  });

  test('no plugins are asked for ahead', async () => {
    const response = await new Promise<language.GetRequiredPackagesResponse>((resolve, reject) =>
      host.client.getRequiredPackages(new language.GetRequiredPackagesRequest(), (error, answer) =>
        error ? reject(error) : resolve(answer),
      ),
    );
    expect(response.getPackagesList()).toEqual([]);
  });
});

test('the host and its programs end when the engine is gone', async () => {
  const own = await startHost();
  const folder = programFolder(
    'run',
    `require('node:fs').writeFileSync(__dirname + '/pid', String(process.pid)); setInterval(() => {}, 1e3)`,
  );
  own.client.run(runRequest(folder), () => undefined);
  const pidFile = join(folder, 'node_modules/@pulumi/pulumi/cmd/run/pid');
  await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  const program = Number(readFileSync(pidFile, 'utf8'));
  own.process.stdin?.end();
  const [code] = (await once(own.process, 'exit')) as [number | null];
  own.client.close();
  expect(code).toBe(0);
  await until(() => !isAlive(program));
});
