import { credentials } from '@grpc/grpc-js';
import { LanguageRuntimeClient } from '@pulumi/pulumi/proto/language_grpc_pb.js';
import language from '@pulumi/pulumi/proto/language_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/folder.ts';

// A language host of one's own, and programs for it whose SDK is a stand-in that tells how it was called.

export const engineAddress = '127.0.0.1:1';

export interface Host {
  readonly process: ChildProcess;
  readonly client: LanguageRuntimeClient;
}

/** Starts the host as the engine does: its port comes as the first line of its output. */
export async function startHost(): Promise<Host> {
  const main = resolve(import.meta.dirname, '../../../offline/host/main.ts');
  const child = spawn(process.execPath, [main, '--tracing', 'none', engineAddress], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const client = new LanguageRuntimeClient(`127.0.0.1:${Number(line.toString())}`, credentials.createInsecure());
  return { process: child, client };
}

/** A folder whose `@pulumi/pulumi` runs the given JavaScript in place of the SDK's own script. */
export function programFolder(script: 'run' | 'run-policy-pack' | 'run-plugin', code: string): string {
  const folder = temporaryFolder('host');
  const sdk = join(folder, 'node_modules/@pulumi/pulumi/cmd', script);
  mkdirSync(sdk, { recursive: true });
  writeFileSync(join(folder, 'node_modules/@pulumi/pulumi/package.json'), '{"name": "@pulumi/pulumi"}');
  writeFileSync(join(sdk, 'index.js'), code);
  return folder;
}

export function programInfo(
  folder: string,
  options: Record<string, struct.JavaScriptValue> = {},
): language.ProgramInfo {
  const info = new language.ProgramInfo();
  info.setRootDirectory(folder);
  info.setProgramDirectory(folder);
  info.setEntryPoint('infra/index.js');
  info.setOptions(struct.Struct.fromJavaScript(options));
  return info;
}

/** True while a process of that number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a condition holds; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((wake) => setTimeout(wake, 20));
}
