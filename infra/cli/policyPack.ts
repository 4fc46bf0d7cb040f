import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { policyFolder } from './places.ts';

/** Levels that `policy/config/<stack>.json` sets for a stack's rules. Undefined when it sets none. */
function levelsOf(stack: string): string | undefined {
  const file = join(policyFolder, 'config', `${stack}.json`);
  return existsSync(file) ? file : undefined;
}

/** Arguments that make the engine run the policy pack. */
export function policyArguments(stack: string): string[] {
  const levels = levelsOf(stack);
  return ['--policy-pack', policyFolder, ...(levels === undefined ? [] : ['--policy-pack-config', levels])];
}

/** The same as {@link policyArguments}, as the variables from which plain `pulumi` takes its options. */
export function policyVariables(stack: string): Record<string, string> {
  const levels = levelsOf(stack);
  return {
    PULUMI_OPTION_POLICY_PACK: policyFolder,
    ...(levels === undefined ? {} : { PULUMI_OPTION_POLICY_PACK_CONFIG: levels }),
  };
}
