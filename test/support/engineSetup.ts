import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

// One folder of engine state and one process with every provider stand-in, for the whole run. The process starts when the
// first test asks for it, so a run without the engine does not wait for it.

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the engine keeps state, and where to ask for the ports of the stand-ins. */
    engine: { folder: string; providersUrl: string };
  }
}

const root = path.resolve(import.meta.dirname, '../..');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-engine-'));
  let providers: Promise<Providers> | undefined;
  const server = createServer((_request, response) => {
    providers ??= startProviders();
    providers.then(
      ({ ports }) => response.end(JSON.stringify(ports)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  project.provide('engine', { folder, providersUrl: `http://127.0.0.1:${port}` });
  return async () => {
    server.close();
    (await providers?.catch(() => undefined))?.process.kill();
    rmSync(folder, { recursive: true, force: true });
  };
}

interface Providers {
  process: ChildProcess;
  ports: Record<string, number>;
}

function startProviders(): Promise<Providers> {
  // The pipe on standard input ends the stand-ins with this process, however it ends.
  const child = spawn(process.execPath, ['offline/providers/main.ts', 'gcp', 'aws', 'random'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The provider stand-ins ended with code ${code} before they were ready.`)),
    );
    child.stdout.once('data', (line: Buffer) =>
      resolve({ process: child, ports: JSON.parse(line.toString()) as Record<string, number> }),
    );
  });
}
