/** Something a person can mend: bad input, a missing binary, a full disk. Printed without a stack trace. */
export class DrillError extends Error {
  override readonly name = 'DrillError';
}
