// Numbers as people read them.

/** A duration: `0.4 s`, `12 s`, `3 min 10 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${String(Number(seconds.toPrecision(3)))} s`;
  const [big, small, unit] = seconds < 7200 ? (['min', 's', 60] as const) : (['h', 'min', 3600] as const);
  const parts = Math.round((seconds / unit) * 60);
  const [whole, rest] = [Math.floor(parts / 60), parts % 60];
  return `${String(whole)} ${big}${rest === 0 ? '' : ` ${String(rest)} ${small}`}`;
}

/** A part of a whole: 0.2 is `20 %`. Three digits at most, so that 0.9999 does not read as everything. */
export const percent = (ratio: number): string => {
  const digits = ratio > 0.99 && ratio < 1 ? 6 : 3;
  return `${String(Number((ratio * 100).toPrecision(digits)))} %`;
};
