import { stretch } from './movement.ts';

/** What a measurement of one movement, a shed or a return, had to go by. Times in declared seconds. */
export interface Chance {
  /** Part of the clients that the region serves while all is well, 0..1. */
  readonly share: number;
  /** True when the region got less than its due before the movement could begin. */
  readonly wasOut: boolean;
  /** True when another fault kept the region out at the moment from which the movement counts. */
  readonly keptOut: boolean;
  /** How long the movement could be watched. */
  readonly windowSeconds: number;
  /** Longest time that the law gives it; 0 where the law has none. */
  readonly worstSeconds: number;
  /** Tries that were sent in the window, and as many as are sent in a second. */
  readonly tries: number;
  readonly triesPerSecond: number;
}

/** Why a movement cannot be judged: nothing that was measured would tell a good one from a bad one. Undefined = it can. */
export function whyNotJudged(chance: Chance): string | undefined {
  const { share, wasOut, keptOut, windowSeconds, worstSeconds, tries, triesPerSecond } = chance;
  if (share === 0) return 'no client has the region as its own while all is well';
  if (wasOut) return 'the region was still out from an earlier fault';
  if (keptOut) return 'another fault was on in the region';
  const needed = stretch(share);
  const neededSeconds = worstSeconds + needed / triesPerSecond;
  if (windowSeconds < neededSeconds)
    return `${seconds(windowSeconds)} are too short: ${seconds(worstSeconds)} at worst, and ${needed} requests to see it by, take ${seconds(neededSeconds)}`;
  if (tries < needed) return `only ${tries} requests were sent, and ${needed} are needed to see it`;
  return undefined;
}

const seconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} s`;
