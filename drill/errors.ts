/** Who can mend it: whoever wrote the incident, the plan or an option, or whoever looks after this machine. */
export type DrillErrorKind = 'input' | 'run';

/** Something a person can mend: bad input, a missing binary, a full disk. Printed without a stack trace. */
export class DrillError extends Error {
  override readonly name = 'DrillError';
  /** Default: `run`. */
  readonly kind: DrillErrorKind;

  constructor(message: string, kind: DrillErrorKind = 'run') {
    super(message);
    this.kind = kind;
  }
}

/** Does what only reads what a person gave: whatever it refuses is bad input. */
export function readingInput<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof DrillError ? new DrillError(error.message, 'input') : error;
  }
}
