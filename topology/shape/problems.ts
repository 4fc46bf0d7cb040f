// What is wrong with a person's configuration, said so that the person can mend it.

/** One thing to mend. */
export interface Problem {
  /** Config path below the project's namespace, such as `detection.timeoutSeconds`. */
  readonly path: string;
  /** What stands there, as the person wrote it. */
  readonly given: string;
  /** What may stand there. */
  readonly allowed: string;
  /** What to do. */
  readonly fix: string;
}

/** The file in which a stack's configuration stands. */
export const configFile = (stack: string): string => `stacks/Pulumi.${stack}.yaml`;

const format = (stack: string, problems: readonly Problem[]): string =>
  [
    `The configuration of stack '${stack}' has ${problems.length} problem${problems.length === 1 ? '' : 's'} (${configFile(stack)}):`,
    ...problems.map(({ path, given, allowed, fix }) =>
      [`  tandem:${path}`, `    given:   ${given}`, `    allowed: ${allowed}`, `    do this: ${fix}`].join('\n'),
    ),
  ].join('\n\n');

/** A configuration that cannot be built. Its message is meant for people and lists every problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(stack: string, problems: readonly Problem[]) {
    super(format(stack, problems));
    this.problems = problems;
  }
}

const GIVEN_MAX_CHARS = 120;

/** A value as a person would recognise it, on one line. */
export const show = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? (value === '' ? 'an empty text' : value) : JSON.stringify(value);
  return text.length > GIVEN_MAX_CHARS ? `${text.slice(0, GIVEN_MAX_CHARS - 1)}…` : text;
};
