import { UNKNOWN_VALUE as id } from '../graph.ts';

// Places of the small AWS plan.

export const EAST = 'us-east-1';
export const WEST = 'us-west-2';
export const AWS_REGIONS = [EAST, WEST] as const;
export const ZONES = ['a', 'b', 'c'] as const;
export const ACCOUNT = '111122223333';

/** The region that takes over. */
export const other = (region: string): string => (region === EAST ? WEST : EAST);

export const subnets = (kind: string, region: string): readonly string[] =>
  ZONES.map((zone) => `${kind}-${region}${zone}`);
export const ids = [id, id, id];
