import { DATABASE_SECRET, type NameLimit, nameLimits } from '../names.ts';
import type { Problem } from '../problems.ts';
import type { Check } from './check.ts';

const room = ({ name, maxChars }: NameLimit): number => maxChars - name.length;

const strictest = (limits: readonly NameLimit[]): NameLimit | undefined =>
  limits.toSorted((a, b) => room(a) - room(b))[0];

const length: Check = {
  reads: ['name', 'project', 'regions', 'secrets'],
  check: (config) => {
    const limits = nameLimits(config);
    const longest = strictest(limits);
    if (longest && room(longest) < 0) {
      const maxChars = config.name.length + room(longest);
      return [
        {
          path: 'name',
          given: `${config.name} (${config.name.length} characters)`,
          allowed: maxChars > 0 ? `at most ${maxChars} characters here` : 'no name: the other parts are too long',
          fix: `Shorten it: the ${longest.what} '${longest.name}' may have ${longest.maxChars} characters.`,
        },
      ];
    }
    return limits
      .filter(({ name, minChars }) => name.length < minChars)
      .slice(0, 1)
      .map(({ what, name, minChars }): Problem => {
        const least = config.name.length + minChars - name.length;
        return {
          path: 'name',
          given: `${config.name} (${config.name.length} characters)`,
          allowed: `at least ${least} characters here`,
          fix: `Lengthen it: the ${what} '${name}' must have ${minChars} characters.`,
        };
      });
  },
};

const secrets: Check = {
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
export const nameChecks: readonly Check[] = [length, secrets];
