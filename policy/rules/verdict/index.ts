import type { Rule } from '../../frame/rule.ts';

/** Rules about the stack as a whole. They ask `topology/verdict` and hold no logic of their own. */
export const verdictRules: readonly Rule[] = [];
