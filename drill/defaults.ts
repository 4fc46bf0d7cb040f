/** Defaults that suit a machine with two cores. */
export const defaults = { rate: 300, scale: 60, incident: '2025-08-06' } as const;
