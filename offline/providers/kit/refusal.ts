/** What is wrong, and with which property. */
export interface Problem {
  path: string;
  reason: string;
}

/** The cloud says no: shown to a person as it is, with no stack trace. */
export class Refusal extends Error {}

/** One refusal that names every problem at once. */
export function refuse(what: string, problems: Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, reason }) => (path === '' ? reason : `${path}: ${reason}`));
  throw new Refusal(`${what}: ${lines.join('; ')}`);
}
