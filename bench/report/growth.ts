/** What a program of some services takes. */
export interface Point {
  readonly services: number;
  readonly seconds: number;
}

/** What one more service costs, between the smaller sizes and between the larger ones. */
export interface Growth {
  readonly earlySeconds: number;
  readonly lateSeconds: number;
  /** How far the two are apart: the larger over the smaller. 1 is a straight line. */
  readonly bend: number;
}

/** Growth over three sizes. What is there before the first service, starts above all, has no part in it. */
export function growthOf(small: Point, middle: Point, large: Point): Growth {
  const earlySeconds = costOfOne(small, middle);
  const lateSeconds = costOfOne(middle, large);
  return {
    earlySeconds,
    lateSeconds,
    bend: Math.max(earlySeconds, lateSeconds) / Math.min(earlySeconds, lateSeconds),
  };
}

const costOfOne = (from: Point, to: Point): number => (to.seconds - from.seconds) / (to.services - from.services);
