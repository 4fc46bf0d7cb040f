import { constants } from 'node:os';
import { DrillError } from '../../drill/errors.ts';

/** What a person gave cannot be used. Printed without a stack trace; the command ends with {@link badInput}. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
}

/** A signal ended the command before its time. It ends as a shell says of a program that the signal killed. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly exitCode: number;

  constructor(message: string, signal: NodeJS.Signals) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** Refused by a policy, or failed. */
export const failed = 1;

/** Bad usage or bad input. */
export const badInput = 2;

/** Exit code of a command that threw. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  return isBadInput(error) ? badInput : failed;
}

const isBadInput = (error: unknown): error is Error =>
  error instanceof InputProblem || (error instanceof DrillError && error.kind === 'input');

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Reads = Readonly<Record<string, () => unknown>>;

/**
 * Reads several things that a person gave.
 * @throws InputProblem that tells what is wrong with all of them
 */
export function readAll<T extends Reads>(reads: T): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const problems: string[] = [];
  const read = Object.entries(reads).map(([name, one]) => {
    try {
      return [name, one()] as const;
    } catch (error) {
      if (!isBadInput(error)) throw error;
      problems.push(error.message);
      return [name, undefined] as const;
    }
  });
  if (problems.length > 0) throw new InputProblem(problems.join('\n'));
  return Object.fromEntries(read) as { [K in keyof T]: ReturnType<T[K]> };
}
