import type { Finding, Rule } from '../frame/rule.ts';

type Props = Record<string, unknown>;

/**
 * Writes the repairs for some findings into a resource's properties, as the policy server hands them out: a value that
 * was secret stays secret.
 *
 * @returns the properties, or undefined when there is nothing to repair
 */
export function repair(props: Props, findings: readonly Finding[], repairs: Rule['repairs']): Props | undefined {
  const broken = findings.filter(({ argument, undecided }) => !undecided && argument in repairs);
  for (const { argument } of broken) write(props, argument.split('.'), repairs[argument]);
  return broken.length > 0 ? props : undefined;
}

function write(block: Props, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    block[key] = value;
    return;
  }
  const inner = block[key];
  if (typeof inner !== 'object' || inner === null) block[key] = {};
  write(block[key] as Props, rest, value);
}
