import { spawn, type ChildProcess } from 'node:child_process';
import { inheritedVariables, runVariables, type Variables } from './environment.ts';
import { checkoutFolder } from './places.ts';
import { failed } from './problem.ts';
import type { Stack } from './stack.ts';

/** How an engine run ended and what it said, as far as it was captured. */
export interface EngineEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  /** Where the engine looks for Pulumi.yaml. Default: the checkout. */
  readonly folder?: string;
  readonly variables?: Variables;
}

/** Runs the engine on the person's own terminal. */
export async function showEngine(stack: Stack, args: readonly string[], options: RunOptions = {}): Promise<EngineEnd> {
  return end(start(stack, args, ['inherit', 'inherit', 'inherit'], options));
}

/** Runs the engine and keeps what it says. */
export async function captureEngine(
  stack: Stack,
  args: readonly string[],
  options: RunOptions = {},
): Promise<EngineEnd> {
  return end(start(stack, args, ['ignore', 'pipe', 'pipe'], options));
}

function start(
  stack: Stack,
  args: readonly string[],
  stdio: ('inherit' | 'ignore' | 'pipe')[],
  { folder = checkoutFolder, variables = {} }: RunOptions,
): ChildProcess {
  return spawn('pulumi', [...args], {
    cwd: folder,
    env: { ...inheritedVariables(), ...runVariables(stack), ...variables },
    stdio,
    // Away from a terminal the engine gets signals from here alone, once each: a second one would make it drop everything.
    detached: !process.stdin.isTTY,
  });
}

function end(engine: ChildProcess): Promise<EngineEnd> {
  const relay = (signal: NodeJS.Signals): void => {
    // On a terminal, Ctrl-C reaches the engine without help.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    engine.kill('SIGINT');
  };
  process.on('SIGINT', relay).on('SIGTERM', relay);
  let [stdout, stderr] = ['', ''];
  engine.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  engine.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    const settle = (): void => void process.off('SIGINT', relay).off('SIGTERM', relay);
    engine.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      reject(error.code === 'ENOENT' ? new Error(missingEngine) : error);
    });
    engine.once('close', (code) => {
      settle();
      resolve({ exitCode: code ?? failed, stdout, stderr });
    });
  });
}

const missingEngine =
  'There is no Pulumi command line. Run `node offline/setup/setup.js --only engine`, or install Pulumi.';
