import type { World } from '../../incident/world.ts';
import type { StorePlan } from '../../plan/plan.ts';
import type { Crew, Member } from '../processes/crew.ts';
import { Controller, type StoreDeed } from './controller.ts';
import { postgresHome } from './home.ts';
import type { Acknowledged, Endpoints, FromWriter, ToWriter, Written } from './messages.ts';
import { Pair } from './pair.ts';

const script = new URL('./writer.ts', import.meta.url);

const healthy = { state: 'pass', delayMs: 0 } as const;

/** What happened to the database and its writes. */
export interface StoreRecording extends Written {
  /** Acknowledged and not there at the end. */
  readonly lost: readonly Acknowledged[];
  readonly deeds: readonly StoreDeed[];
  readonly promotions: number;
  /** True when two servers took writes at once. */
  readonly splitBrain: boolean;
}

/** The database pair with its controller, a writer, and a reader that checks at the end what the writer was told. */
export class StoreRig {
  /** Rejects when the database cannot be brought where the incident wants it. */
  readonly failed: Promise<never>;
  readonly #fail: (error: unknown) => void;
  readonly #plan: StorePlan;
  readonly #pair: Pair;
  readonly #controller: Controller;
  readonly #writer: Member;

  private constructor(plan: StorePlan, pair: Pair, writer: Member) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.failed = promise;
    this.#fail = reject;
    this.#plan = plan;
    this.#pair = pair;
    this.#writer = writer;
    this.#controller = new Controller(plan, pair);
    pair.onMove = (endpoints: Endpoints) => this.#tell({ do: 'endpoints', endpoints });
  }

  static async build(crew: Crew, folder: string, plan: StorePlan): Promise<StoreRig> {
    const place = postgresHome(folder);
    if (place.borrowed) crew.removeAtEnd(place.borrowed);
    const pair = await Pair.build(crew, place, plan);
    return new StoreRig(plan, pair, crew.node('The writer', script));
  }

  /** Begins to write, and to watch. */
  start(): void {
    this.#tell({ do: 'start', endpoints: this.#pair.endpoints, perSecond: this.#plan.writesPerSecond });
    this.#controller.watch().catch(this.#fail);
  }

  /** Passes a change of the world on. A server takes its time to come back, and the incident does not wait for it. */
  become(world: World): void {
    this.#pair.setHomeFront(world.database.front);
    this.#pair.setLink(world.link);
    this.#pair.setHome(world.database.crashed ? 'down' : 'up').catch(this.#fail);
    this.#pair.setReplica(world.replica.crashed ? 'down' : 'up').catch(this.#fail);
  }

  stopWatching(): void {
    this.#controller.stop();
  }

  /** Ends the writing, and checks every acknowledged write. */
  async stop(): Promise<StoreRecording> {
    this.stopWatching();
    const written = await this.#finish();
    // What the incident left broken is mended, since the check has to read.
    this.#pair.setHomeFront(healthy);
    this.#pair.setHome('up').catch(this.#fail);
    await this.#pair.settle();
    const present = await this.#pair.written();
    const taking = await this.#pair.takingWrites();
    this.#pair.close();
    const servers = written.acknowledged.map(({ server }) => server);
    return {
      ...written,
      lost: written.acknowledged.filter(({ id }) => !present.has(id)),
      deeds: this.#controller.deeds,
      promotions: this.#controller.deeds.filter(({ promotes }) => promotes).length,
      splitBrain: taking.length > 1 || alternates(servers),
    };
  }

  #finish(): Promise<Written> {
    return new Promise((resolve) => {
      this.#writer.process.on('message', (message: FromWriter) => resolve(message.written));
      this.#tell({ do: 'stop' });
    });
  }

  #tell(message: ToWriter): void {
    this.#writer.send(message);
  }
}

/** True when a server that had been replaced acknowledged a write afterwards. */
function alternates(servers: readonly number[]): boolean {
  const turns = servers.filter((server, index) => server !== servers[index - 1]);
  return new Set(turns).size < turns.length;
}
