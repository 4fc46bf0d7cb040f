/** What a person gave cannot be used. Printed without a stack trace; the command ends with {@link badInput}. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
}

/** Refused by a policy, or failed. */
export const failed = 1;

/** Bad usage or bad input. */
export const badInput = 2;

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
