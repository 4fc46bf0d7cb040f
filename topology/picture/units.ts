// Numbers as people read them.

/** A duration: `0.4 s`, `12 s`, `5 min`, `2 h`. Three digits at most. */
export function duration(seconds: number): string {
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  if (seconds < 120) return `${short(seconds)} s`;
  return seconds < 7200 ? `${short(seconds / 60)} min` : `${short(seconds / 3600)} h`;
}

/** A part of a whole: 0.2 is `20 %`. Three digits at most, so that 0.9999 does not read as everything. */
export const percent = (ratio: number): string => {
  const digits = ratio > 0.99 && ratio < 1 ? 6 : 3;
  return `${String(Number((ratio * 100).toPrecision(digits)))} %`;
};
