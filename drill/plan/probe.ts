import type { Pool, Service, Signal } from '../../topology/model/model.ts';
import type { ProbeTimes } from './plan.ts';
import { floorsMs, type TimeScale } from './scale.ts';

// Active probing in this machine's time, with the floors below which it loses its meaning.

/** What the proxy in front of a region, or in the region, asks of its targets. */
export function targetSignals(service: Service, pool: Pool): readonly Signal[] {
  switch (service.entry.kind) {
    case 'accelerator':
      return pool.instanceSignals ?? pool.signals;
    case 'dns':
      return pool.balancer ? pool.signals : (pool.instanceSignals ?? []);
    default:
      return pool.signals;
  }
}

export function fastestProbe(signals: readonly Signal[]): Signal | undefined {
  return signals.filter((signal) => signal.probe !== undefined).sort((a, b) => fallSeconds(a) - fallSeconds(b))[0];
}

/** A rough order of probes by speed. */
export function fallSeconds({ probe }: Signal): number {
  return probe ? probe.periodSeconds * probe.failures : Infinity;
}

/** A signal's probe as this machine can do it; what had to be raised goes to the notes. */
export function usedProbe(signal: Signal, scale: TimeScale, notes: string[]): ProbeTimes {
  const { periodSeconds, timeoutSeconds, failures, successes } = signal.probe!;
  const intervalMs = floored(scale.toMs(periodSeconds), floorsMs.probeInterval);
  const timeoutMs = floored(scale.toMs(timeoutSeconds), floorsMs.probeTimeout);
  noteFloor(notes, 'probe period', periodSeconds, intervalMs, scale);
  noteFloor(notes, 'probe time limit', timeoutSeconds, timeoutMs, scale);
  return { kind: signal.sees.includes('error') ? 'http' : 'tcp', intervalMs, timeoutMs, failures, successes };
}

/** The signal with the times that are really used in the place of the plan's. */
export function withUsed(signal: Signal, used: ProbeTimes, scale: TimeScale): Signal {
  const { failures, successes } = used;
  const periodSeconds = scale.toSeconds(used.intervalMs);
  const timeoutSeconds = scale.toSeconds(used.timeoutMs);
  return { ...signal, probe: { periodSeconds, timeoutSeconds, failures, successes } };
}

export function floored(wallMs: number, floorMs: number): number {
  return Math.max(Math.round(wallMs), floorMs);
}

export function noteFloor(
  notes: string[],
  what: string,
  declaredSeconds: number,
  usedMs: number,
  scale: TimeScale,
): void {
  const stands = scale.toSeconds(usedMs);
  if (stands <= declaredSeconds * 1.02) return;
  const ideal = scale.toMs(declaredSeconds).toFixed(0);
  const note =
    `${what} of ${declaredSeconds} s would be ${ideal} ms at scale ${scale.factor}; ` +
    `${usedMs} ms are used, which stand for ${stands.toFixed(1)} s, and predictions are made with those`;
  if (!notes.includes(note)) notes.push(note);
}
