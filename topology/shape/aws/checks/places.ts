import { type Cidr, overlaps, parseCidr } from '../../../arithmetic/cidr.ts';
import { nearest } from '../../nearest.ts';
import type { Check } from '../../checks/check.ts';
import type { Problem } from '../../problems.ts';
import type { AwsConfig } from '../schema.ts';
import { awsNames, BALANCER_MAX_CHARS } from '../names.ts';
import { awsRegions } from '../places.ts';
import { DATABASE_SECRET } from '../../names.ts';

const regions: Check<AwsConfig> = {
  reads: ['regions'],
  check: ({ regions: { primary, failover } }) => {
    const unknown = Object.entries({ primary, failover }).flatMap(([home, given]): Problem[] => {
      if (awsRegions.includes(given)) return [];
      const meant = nearest(given, awsRegions);
      return [
        {
          path: `regions.${home}`,
          given,
          allowed: `one of ${awsRegions.join(', ')}`,
          fix: meant ? `Write '${meant}' if that was meant.` : 'Choose a region from the list.',
        },
      ];
    });
    if (unknown.length > 0 || primary !== failover) return unknown;
    return [
      {
        path: 'regions.failover',
        given: `${failover}, the same as regions.primary`,
        allowed: 'another region than the primary one',
        fix: 'Choose a second region: one region cannot survive its own loss.',
      },
    ];
  },
};

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

const secrets: Check<AwsConfig> = {
  reads: ['secrets'],
  check: (config) =>
    config.secrets.flatMap((secret, index, all): Problem[] => {
      const twice = all.indexOf(secret) < index;
      if (!twice && secret !== DATABASE_SECRET) return [];
      return [
        {
          path: `secrets[${index}]`,
          given: twice ? `${secret}, a second time` : `${secret}, which holds the database password`,
          allowed: `different names, none of them ${DATABASE_SECRET}`,
          fix: twice ? 'Remove one of them.' : 'Remove it: it is made anyway.',
        },
      ];
    }),
};

/** A VPC has /16 to /28; three zones of public and private subnets need a /24. */
const PREFIXES = [16, 24] as const;
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const isPrivate = (range: Cidr): boolean =>
  PRIVATE_RANGES.map(parseCidr).some((all) => !('reason' in all) && all.first <= range.first && range.last <= all.last);

const reasonAgainst = (text: string): string | undefined => {
  const range = parseCidr(text);
  if ('reason' in range) return range.reason;
  if (range.prefix < PREFIXES[0] || range.prefix > PREFIXES[1])
    return `its prefix length must be from ${PREFIXES[0]} to ${PREFIXES[1]}`;
  return isPrivate(range) ? undefined : 'it is not a private range';
};

const ranges: Check<AwsConfig> = {
  reads: ['network.cidrs'],
  check: ({ network: { cidrs } }) => {
    const wrong = Object.entries(cidrs).flatMap(([home, given]): Problem[] => {
      const reason = reasonAgainst(given);
      if (reason === undefined) return [];
      return [
        {
          path: `network.cidrs.${home}`,
          given,
          allowed: `an IPv4 range of /${PREFIXES[0]} to /${PREFIXES[1]} inside ${PRIVATE_RANGES.join(', ')}`,
          fix: `Correct the range: ${reason}.`,
        },
      ];
    });
    const [primary, failover] = [parseCidr(cidrs.primary), parseCidr(cidrs.failover)];
    if (wrong.length > 0 || 'reason' in primary || 'reason' in failover || !overlaps(primary, failover)) return wrong;
    return [
      {
        path: 'network.cidrs.failover',
        given: `${cidrs.failover}, which overlaps ${cidrs.primary} of network.cidrs.primary`,
        allowed: 'ranges that share no address',
        fix: 'Move one of the two ranges: the VPCs are peered, so that each region reaches the database.',
      },
    ];
  },
};

/** Known, different regions, names that fit, and ranges that can be peered. */
export const placeChecks: readonly Check<AwsConfig>[] = [names, secrets, regions, ranges];
