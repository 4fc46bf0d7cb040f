import { spawn, type ChildProcess } from 'node:child_process';
import { machineCpuSeconds } from './processes.ts';
import { ProcessTree, type Part } from './tree.ts';

/** Between two looks at the processes. What one computes between the last look and its end is not seen. */
const lookMs = 20;
/** New processes are looked for less often: it means reading about every process of the machine. */
const looksPerDiscovery = 5;

/** A command to measure. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment. */
  readonly variables: NodeJS.ProcessEnv;
  /** Exit codes that mean it did what it should. Default: 0. */
  readonly exitCodes?: readonly number[];
  /** It is a server: it has started when it prints its first line, and is ended then. Default: false. */
  readonly isServer?: boolean;
}

/** What a run took. */
export interface Measurement {
  readonly wallSeconds: number;
  /** Computing time of all its processes. */
  readonly cpuSeconds: number;
  /** Peak resident memory by part. */
  readonly peakMib: Readonly<Partial<Record<Part, number>>>;
  /** Cores that anything else on the machine kept busy meanwhile. */
  readonly foreignCores: number;
}

/** A run that was measured, with what it printed. */
export interface Run extends Measurement {
  readonly stdout: string;
}

/**
 * Runs a command to its end and measures it and everything it starts.
 *
 * @throws when it ends with an exit code that it should not have
 */
export async function measure(command: Command): Promise<Run> {
  const { program, args, folder, variables } = command;
  const machineBefore = machineCpuSeconds();
  const ownBefore = process.cpuUsage();
  const started = performance.now();
  const child = spawn(program, args, { cwd: folder, env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
  const endWithUs = (): void => void child.kill();
  process.once('exit', endWithUs);
  const tree = new ProcessTree(child.pid ?? 0);
  let looks = 0;
  const timer = setInterval(() => {
    if (looks++ % looksPerDiscovery === 0) tree.discover();
    tree.read();
  }, lookMs);
  try {
    const { stdout, endedAt } = await outcome(child, command, () => tree.read());
    const wallSeconds = (endedAt - started) / 1000;
    const { user, system } = process.cpuUsage(ownBefore);
    const foreign = machineCpuSeconds() - machineBefore - tree.cpuSeconds - (user + system) / 1e6;
    return {
      wallSeconds,
      cpuSeconds: tree.cpuSeconds,
      peakMib: tree.peakMib,
      foreignCores: Math.max(0, foreign / wallSeconds),
      stdout,
    };
  } finally {
    clearInterval(timer);
    process.off('exit', endWithUs);
  }
}

function outcome(
  child: ChildProcess,
  { program, args, exitCodes = [0], isServer = false }: Command,
  lastLook: () => void,
): Promise<{ stdout: string; endedAt: number }> {
  let [stdout, stderr] = ['', ''];
  let servesSince: number | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (!isServer || servesSince !== undefined || !stdout.includes('\n')) return;
    servesSince = performance.now();
    lastLook();
    child.kill();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (servesSince !== undefined) return resolve({ stdout, endedAt: servesSince });
      if (!isServer && exitCodes.includes(code ?? -1)) return resolve({ stdout, endedAt: performance.now() });
      const said = (stderr.trim() || stdout.trim()).slice(-2000);
      reject(new Error(`${[program, ...args].join(' ')} ended with exit code ${code}.\n${said}`));
    });
  });
}
