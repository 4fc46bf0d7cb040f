/** Declared time as written in an incident: `90s`, `25m`, `1h30m`. */
export const durationPattern = /^(?=.)(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/;

/** Seconds of a text that matches {@link durationPattern}. */
export function durationSeconds(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = durationPattern.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
