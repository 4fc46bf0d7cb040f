/** Shortest times that keep their meaning on a busy machine, in wall-clock milliseconds. */
export const floorsMs = {
  /** Shorter than this, a late timer looks like a failed probe. */
  probeTimeout: 60,
  probeInterval: 60,
  /** Shorter than this, a busy moment looks like a hang. */
  perTry: 500,
  /** Shorter than this, requests that were late and came together look like more load. */
  scaleOut: 500,
} as const;

/** Highest compression at which detection was measured to keep its law with all the rest running beside it. */
export const highestScale = 60;

/** Figures of latency and of the database may be read up to this scale. */
export const fineScale = 10;

/** Declared time against this machine's time. One for a whole run. */
export class TimeScale {
  /** Declared seconds in one wall-clock second. */
  readonly factor: number;

  constructor(factor: number) {
    this.factor = factor;
  }

  /** Wall-clock milliseconds that stand for declared seconds. */
  toMs(declaredSeconds: number): number {
    return (declaredSeconds * 1000) / this.factor;
  }

  /** Declared seconds that wall-clock milliseconds stand for. */
  toSeconds(wallMs: number): number {
    return (wallMs * this.factor) / 1000;
  }
}
