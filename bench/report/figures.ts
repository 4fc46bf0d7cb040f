// Figures as people read them.

export const decimal = (value: number): string => value.toFixed(2);

/** Seconds, to a hundredth. */
export const seconds = (value: number): string => `${value.toFixed(2)} s`;

/** Memory, to a mebibyte; a dash where no such process ran. */
export const mebibytes = (value: number | undefined): string => (value === undefined ? '-' : `${value.toFixed(0)} MiB`);

/** `1.38 x`; a dash where there is nothing to compare. */
export const times = (value: number | undefined, base: number | undefined): string =>
  value === undefined || base === undefined ? '-' : `${decimal(value / base)} x`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
