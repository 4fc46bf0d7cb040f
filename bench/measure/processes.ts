import { readdirSync, readFileSync } from 'node:fs';

// What Linux says about processes and about the machine, read from /proc.

const ticksPerSecond = 100;
const kibPerMib = 1024;

/** A process at one moment. */
export interface ProcessState {
  readonly parent: number;
  /** Computing time so far, its own and the kernel's for it. */
  readonly cpuSeconds: number;
  /** Most memory that it ever held at once. */
  readonly peakMib: number;
  readonly commandLine: string;
}

/** Numbers of all processes there are. */
export const processes = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

/** The state of a process; undefined once it has ended. */
export function processState(pid: number): ProcessState | undefined {
  const fields = statFields(pid);
  if (fields === undefined) return undefined;
  const [, parent = '0', ...rest] = fields;
  const [user = '0', system = '0'] = rest.slice(9);
  return {
    parent: Number(parent),
    cpuSeconds: (Number(user) + Number(system)) / ticksPerSecond,
    peakMib: Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) / kibPerMib,
    commandLine: (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' '),
  };
}

/** The process that started this one; undefined once it has ended. */
export function parentOf(pid: number): number | undefined {
  const parent = statFields(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** Computing time that all cores together have spent since the machine was started. */
export function machineCpuSeconds(): number {
  const [first = ''] = (read('/proc/stat') ?? '').split('\n');
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = first
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + interrupts + softInterrupts) / ticksPerSecond;
}

/** Fields of /proc/PID/stat from the state on: the name before it may hold anything, spaces and brackets included. */
function statFields(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
