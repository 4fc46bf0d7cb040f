// How a time that depends on chance is spread. Detection times are minima and maxima of such times, and the expected
// value of a minimum is not the minimum of the expected values, so a range alone is not enough to calculate with.

/** Bounds and mean of a time, in seconds. */
export interface Range {
  readonly best: number;
  readonly expected: number;
  readonly worst: number;
}

/** A time that depends on chance, in seconds. */
export interface Law {
  /** Points between which the survival function is smooth, ascending: the first is the least time, the last the greatest. */
  readonly knots: readonly number[];
  /** Probability that the time is greater than `seconds`. */
  readonly survival: (seconds: number) => number;
}

/** The least time that can happen, in seconds. */
export const bestOf = ({ knots }: Law): number => knots[0] ?? 0;

/** The greatest time that can happen, in seconds. */
export const worstOf = ({ knots }: Law): number => knots.at(-1) ?? 0;

const law = (knots: readonly number[], survival: (seconds: number) => number): Law => {
  const sorted = knots.toSorted((a, b) => a - b);
  const [best = 0, worst = 0] = [sorted[0], sorted.at(-1)];
  return {
    knots: sorted,
    survival: (seconds) => (seconds < best ? 1 : seconds >= worst ? 0 : survival(seconds)),
  };
};

/**
 * A fixed time and two waits of which each moment is equally likely: for the next probe, and for a cached answer to
 * expire.
 */
export const fixedPlusWaits = (fixedSeconds: number, firstSpan: number, secondSpan = 0): Law => {
  const [short, long] = firstSpan < secondSpan ? [firstSpan, secondSpan] : [secondSpan, firstSpan];
  const area = (x: number): number => (x <= 0 ? 0 : x ** 2 / 2);
  const happened = (x: number): number =>
    short === 0 ? x / long : (area(x) - area(x - short) - area(x - long) + area(x - short - long)) / (short * long);
  return law(
    [0, short, long, short + long].map((knot) => fixedSeconds + knot),
    (seconds) => 1 - happened(seconds - fixedSeconds),
  );
};

/** Beyond the time that all but one of so many cases keep to, a law without an upper bound is cut off. */
const CASES = 10_000;

const erlangSurvival = (count: number, mean: number): number => {
  let term = Math.exp(-mean);
  let sum = term;
  for (let arrivals = 1; arrivals < count; arrivals++) {
    term *= mean / arrivals;
    sum += term;
  }
  return sum;
};

/** The time at which a falling function of time has come down to `level`. */
const crossing = (falling: (seconds: number) => number, from: number, level: number): number => {
  let [low, high] = [from, from + 1e-6];
  while (falling(high) > level) [low, high] = [high, from + (high - from) * 2];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (falling(middle) > level) low = middle;
    else high = middle;
  }
  return high;
};

/**
 * A fixed time, and then the time until the last of `watchers` has seen `count` arrivals, when arrivals come by chance
 * at `ratePerSecond` to each of them. The greatest time is the one that 9,999 of 10,000 cases keep to.
 */
export const fixedPlusArrivals = (
  fixedSeconds: number,
  count: number,
  ratePerSecond: number,
  watchers: number,
): Law => {
  const survival = (seconds: number): number =>
    1 - (1 - erlangSurvival(count, ratePerSecond * (seconds - fixedSeconds))) ** watchers;
  const worst = crossing(survival, fixedSeconds, 1 / CASES);
  const middle = crossing(survival, fixedSeconds, 1 / 2);
  return law([fixedSeconds, middle, worst], survival);
};

/** The first of several independent times. */
export const earliest = (laws: readonly Law[]): Law => {
  const worst = Math.min(...laws.map(worstOf));
  return law(
    laws.flatMap(({ knots }) => knots).map((knot) => Math.min(knot, worst)),
    (seconds) => laws.reduce((product, { survival }) => product * survival(seconds), 1),
  );
};

/** The last of several independent times. */
export const latest = (laws: readonly Law[]): Law => {
  const best = Math.max(...laws.map(bestOf));
  return law(
    laws.flatMap(({ knots }) => knots).map((knot) => Math.max(knot, best)),
    (seconds) => 1 - laws.reduce((product, { survival }) => product * (1 - survival(seconds)), 1),
  );
};

const STEPS_PER_PIECE = 64;

/** Integral of a function by Simpson's rule. */
const integral = (f: (x: number) => number, from: number, to: number): number => {
  const width = (to - from) / STEPS_PER_PIECE;
  // The survival function may jump at a knot, so the ends are read from inside.
  const at = (step: number): number =>
    f(step === 0 ? from + width * 1e-9 : step === STEPS_PER_PIECE ? to - width * 1e-9 : from + step * width);
  let sum = at(0) + at(STEPS_PER_PIECE);
  for (let step = 1; step < STEPS_PER_PIECE; step++) sum += at(step) * (step % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
};

/** Bounds and mean of a law. */
export const rangeOf = (law: Law): Range => {
  const best = bestOf(law);
  const pieces = law.knots.slice(1).map((to, index) => ({ from: law.knots[index] ?? best, to }));
  const beyond = pieces.reduce((sum, { from, to }) => (to > from ? sum + integral(law.survival, from, to) : sum), 0);
  return { best, expected: best + beyond, worst: worstOf(law) };
};

/** Times that divide a law into parts of equal probability, one from the middle of each part. */
export const samplesOf = (law: Law, parts: number): readonly number[] =>
  Array.from({ length: parts }, (_, part) =>
    Math.min(crossing(law.survival, bestOf(law), 1 - (part + 0.5) / parts), worstOf(law)),
  );
