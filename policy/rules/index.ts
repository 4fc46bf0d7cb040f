import type { Rule } from '../frame/rule.ts';
import { awsRules } from './aws/index.ts';
import { gcpRules } from './gcp/index.ts';
import { multiRules } from './multi/index.ts';
import { verdictRules } from './verdict/index.ts';

/** Every rule of the pack. */
export const rules: readonly Rule[] = [...awsRules, ...gcpRules, ...multiRules, ...verdictRules];
