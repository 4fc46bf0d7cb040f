import type { PolicyResource, ResourceValidationArgs } from '@pulumi/policy';

import type { ResourceGraph } from '../../topology/graph/graph.ts';
import { ancestorsOf, declaredExceptions, readExceptions } from '../frame/exceptions.ts';
import { ExceptionLedger } from '../frame/ledger.ts';
import { Records } from './records.ts';

/** What all policies of a pack share while the engine runs once: the resources, and the exceptions. */
export class Session {
  readonly #today: () => string;
  #records = new Records();
  #ledger: ExceptionLedger | undefined;
  #ending = false;

  /** @param today gives the day to judge exceptions by, YYYY-MM-DD */
  constructor(today: () => string) {
    this.#today = today;
  }

  get ledger(): ExceptionLedger {
    this.#ledger ??= new ExceptionLedger(this.#today());
    return this.#ledger;
  }

  get records(): Records {
    return this.#records;
  }

  /**
   * Keeps a resource, and the exceptions that it declares. The first one brings those of the configuration.
   *
   * @param marked true when the server tells which values are secret
   */
  record(args: ResourceValidationArgs, from: string, marked: boolean): void {
    if (this.#ledger === undefined) {
      const { exceptions } = args.getConfig<{ exceptions?: unknown }>();
      this.ledger.add(readExceptions(exceptions, from));
    }
    this.ledger.add(declaredExceptions(this.#records.remember(args, marked)));
  }

  coversResource(rule: string, urn: string): boolean {
    return this.ledger.covers(rule, urn, this.#records.ancestors(urn));
  }

  coversInGraph(rule: string, urn: string, graph: ResourceGraph): boolean {
    return this.ledger.covers(rule, urn, ancestorsOf(graph, urn));
  }

  /**
   * The whole stack. It is shown when a run ends, to all stack rules in a row without going back to the event loop; with
   * the next turn of the loop the session is ready for another run.
   */
  graph(resources: readonly PolicyResource[]): ResourceGraph {
    if (!this.#ending) {
      this.#ending = true;
      setImmediate(() => {
        this.#records = new Records();
        this.#ledger = undefined;
        this.#ending = false;
      });
    }
    return this.#records.graph(resources);
  }
}
