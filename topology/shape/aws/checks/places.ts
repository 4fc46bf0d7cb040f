import type { Check } from '../../checks/check.ts';
import { secretsApart } from '../../checks/names.ts';
import { illFormed, type Named, overlapping } from '../../checks/network.ts';
import { twoOf } from '../../checks/regions.ts';
import { awsNames, BALANCER_MAX_CHARS } from '../names.ts';
import { awsRegions } from '../places.ts';
import type { AwsConfig } from '../schema.ts';

const names: Check<AwsConfig> = {
  reads: ['name', 'regions', 'secrets'],
  check: (config) => {
    const longest = Math.max(...Object.values(awsNames(config).regions).map(({ balancer }) => balancer.length));
    if (longest <= BALANCER_MAX_CHARS) return [];
    const { name } = config;
    return [
      {
        path: 'name',
        given: `${name} (${name.length} characters)`,
        allowed: `at most ${name.length - (longest - BALANCER_MAX_CHARS)} characters here`,
        fix: `Shorten it: a load balancer's name may have ${BALANCER_MAX_CHARS} characters, with the region in it.`,
      },
    ];
  },
};

/** A VPC has /16 to /28; three zones of public and private subnets need a /24. */
const PREFIXES = [16, 24] as const;

const ranges = ({ network: { cidrs } }: AwsConfig): readonly Named[] => [
  { path: 'network.cidrs.primary', text: cidrs.primary, prefixes: PREFIXES },
  { path: 'network.cidrs.failover', text: cidrs.failover, prefixes: PREFIXES },
];

const PEERED = 'Move one of the two ranges: the VPCs are peered, so that each region reaches the database.';

/** Known, different regions, names that fit, and ranges that can be peered. */
export const placeChecks: readonly Check<AwsConfig>[] = [
  names,
  secretsApart,
  twoOf(awsRegions),
  { reads: ['network.cidrs'], check: (config) => illFormed(ranges(config)) },
  { reads: ['network.cidrs'], check: (config) => overlapping(ranges(config), PEERED) },
];
