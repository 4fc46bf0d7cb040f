import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

// One folder of engine state and one process with every provider stand-in, for the whole run.

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the engine keeps state, and how it finds the stand-ins. */
    engine: { folder: string; debugProviders: string };
  }
}

const root = path.resolve(import.meta.dirname, '../..');

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tandem-engine-'));
  const { process: providers, ports } = await startProviders();
  const debugProviders = Object.entries(ports).map(([name, port]) => `${name}:${port}`);
  project.provide('engine', { folder, debugProviders: debugProviders.join() });
  return () => {
    providers.kill();
    rmSync(folder, { recursive: true, force: true });
  };
}

function startProviders(): Promise<{ process: ChildProcess; ports: Record<string, number> }> {
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
