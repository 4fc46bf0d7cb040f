import { DATABASE_SECRET, type NameLimit, nameLimits } from '../names.ts';
import type { Problem } from '../problems.ts';
import type { Check } from './check.ts';

const room = ({ name, maxChars }: NameLimit): number => maxChars - name.length;

const strictest = (limits: readonly NameLimit[]): NameLimit | undefined =>
  limits.toSorted((a, b) => room(a) - room(b))[0];

const length: Check = {
  reads: ['name', 'project', 'regions', 'secrets'],
  check: (config) => {
    const longest = strictest(nameLimits(config));
    if (!longest || room(longest) >= 0) return [];
    const { name } = config;
    return [
      {
        path: 'name',
        given: `${name} (${name.length} characters)`,
        allowed: `at most ${name.length + room(longest)} characters here`,
        fix: `Shorten it: the ${longest.what} '${longest.name}' may have ${longest.maxChars} characters.`,
      },
    ];
  },
};

/** Secrets with names of their own, on any cloud. */
export const secretsApart: Check<{ readonly secrets: readonly string[] }> = {
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

/** Names that the strictest service accepts, and no two alike. */
export const nameChecks: readonly Check[] = [length, secretsApart];
