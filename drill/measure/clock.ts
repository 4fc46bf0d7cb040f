import type { Recording } from '../run/drill.ts';
import type { TimeScale } from '../plan/scale.ts';

/** Turns Unix milliseconds of a recording into declared seconds of its incident. */
export class IncidentClock {
  readonly #startMs: number;
  readonly #scale: TimeScale;

  constructor(recording: Pick<Recording, 'startMs'>, scale: TimeScale) {
    this.#startMs = recording.startMs;
    this.#scale = scale;
  }

  at(unixMs: number): number {
    return this.#scale.toSeconds(unixMs - this.#startMs);
  }

  /** Length of a stretch of this machine's time. */
  lasting(wallMs: number): number {
    return this.#scale.toSeconds(wallMs);
  }
}
