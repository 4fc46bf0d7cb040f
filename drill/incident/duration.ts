/** Declared time as written in an incident: `90s`, `25m`, `1h30m`. */
export const durationPattern = /^(?=.)(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/;

/** What {@link durationPattern} lets through, for people. */
export const durationWords = 'a duration such as 90s, 25m or 1h30m';

/** Longest incident, in declared seconds: a day, which takes 24 minutes at the highest scale. */
export const longestSeconds = 24 * 3600;

/** Seconds of a text that matches {@link durationPattern}. */
export function durationSeconds(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] = durationPattern.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
