/** What the policy pack said. */
export interface PolicyResults {
  /** Names of the rules that ran. Empty when no pack was used. */
  readonly rules: readonly string[];
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly rule: string;
  /** `mandatory` stops the operation, `advisory` only tells. */
  readonly level: string;
  /** URN, where the rule named a resource. */
  readonly resource: string | undefined;
  readonly message: string;
}

/** Violations that stop an operation. */
export const refusals = (results: PolicyResults): readonly Violation[] =>
  results.violations.filter((violation) => violation.level === 'mandatory');
