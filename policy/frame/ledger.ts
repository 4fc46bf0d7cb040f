import { isAbout, isExpired, type Exception } from './exceptions.ts';

/** Which exceptions there are and which of them were needed in this run. */
export class ExceptionLedger {
  readonly #exceptions: Exception[] = [];
  readonly #problems: string[] = [];
  readonly #used = new Map<Exception, Set<string>>();
  readonly #today: string;

  /** @param today the day to judge end dates by, YYYY-MM-DD */
  constructor(today: string) {
    this.#today = today;
  }

  add(read: { readonly exceptions: readonly Exception[]; readonly problems: readonly string[] }): void {
    this.#exceptions.push(...read.exceptions);
    this.#problems.push(...read.problems);
  }

  /** True when a breach is agreed today. Notes the use, also of an exception that has ended. */
  covers(rule: string, urn: string, ancestors: readonly string[]): boolean {
    const about = this.#exceptions.filter((exception) => isAbout(exception, rule, { urn, ancestors }));
    for (const exception of about) {
      const breaches = this.#used.get(exception) ?? new Set();
      this.#used.set(exception, breaches.add(urn));
    }
    return about.some((exception) => !isExpired(exception, this.#today));
  }

  /** One sentence for each exception in force that covered a breach. */
  inForce(): readonly string[] {
    return [...this.#used]
      .filter(([exception]) => !isExpired(exception, this.#today))
      .map(
        ([exception, urns]) =>
          `${exception.rule} is not enforced on ${[...urns].map(nameOf).join(', ')} until ${exception.until}: ` +
          `${exception.reason} (owner ${exception.owner}, ${exception.from})`,
      );
  }

  /** One sentence for each exception that covers nothing in this run. */
  unused(): readonly string[] {
    return this.#exceptions
      .filter((exception) => !this.#used.has(exception) && !isExpired(exception, this.#today))
      .map(
        (exception) =>
          `${exception.from}: no breach of ${exception.rule} by ${exception.resource} in this run. ` +
          'Remove the exception, or correct its rule or resource',
      );
  }

  /** One sentence for each exception that has ended or cannot be read. */
  refused(): readonly string[] {
    const expired = this.#exceptions
      .filter((exception) => isExpired(exception, this.#today))
      .map(
        (exception) =>
          `${exception.from}: the exception to ${exception.rule} for ${exception.resource} ended on ${exception.until}. ` +
          `Ask its owner, ${exception.owner}: fix the resource and remove the exception, or agree on a new end date`,
      );
    return [...this.#problems, ...expired];
  }
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf('::') + 2);
