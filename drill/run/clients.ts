import { DrillError } from '../errors.ts';
import type { FromLoad, LoadStream, Outcomes, ToLoad } from './load/messages.ts';
import type { Crew, Member } from './processes/crew.ts';

const script = new URL('./load/generator.ts', import.meta.url);

/** The clients, who live in a process of their own. */
export class Clients {
  sent = 0;
  failed = 0;
  readonly #member: Member;
  readonly #done: Promise<Outcomes>;

  constructor(crew: Crew, streams: readonly LoadStream[], perSecond: number, giveUpMs: number) {
    if (streams.length === 0) throw new DrillError('No region takes clients in this plan: every one is drained.');
    this.#member = crew.node('The load generator', script);
    this.#done = new Promise((resolve) => {
      this.#member.process.on('message', (message: FromLoad) => {
        if (message.is === 'done') resolve(message.outcomes);
        else {
          this.sent = message.sent;
          this.failed = message.failed;
        }
      });
    });
    this.#tell({ do: 'start', streams, perSecond, giveUpMs });
  }

  set perSecond(perSecond: number) {
    this.#tell({ do: 'rate', perSecond });
  }

  set streams(streams: readonly LoadStream[]) {
    this.#tell({ do: 'streams', streams });
  }

  /** Stops sending, and resolves with every outcome once the last one is known. */
  async stop(): Promise<Outcomes> {
    this.#tell({ do: 'stop' });
    return this.#done;
  }

  #tell(message: ToLoad): void {
    this.#member.send(message);
  }
}
