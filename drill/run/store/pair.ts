import { setTimeout as sleep } from 'node:timers/promises';
import type { Wiring } from '../../incident/world.ts';
import { DrillError } from '../../errors.ts';
import type { StorePlan } from '../../plan/plan.ts';
import { nowMs } from '../clock.ts';
import type { Crew } from '../processes/crew.ts';
import { freePorts } from '../processes/ports.ts';
import type { PostgresHome } from './home.ts';
import type { Endpoints } from './messages.ts';
import { Postgres } from './postgres.ts';
import { Wire } from './wire.ts';

/** Ways over the wire until a fresh connection has answered a question. */
const roundTrips = 8;
const streamingWithinMs = 15_000;
const pollMs = 20;

/** A server, and the wires to it: clients use one, its follower the other. */
interface Side {
  readonly server: Postgres;
  readonly front: Wire;
  readonly link: Wire;
}

/** Two database servers, one of which takes writes. Which one is data: after a promotion the sides have swapped. */
export class Pair {
  /** Called when clients have to go elsewhere. */
  onMove: (endpoints: Endpoints) => void = () => {};
  readonly #linkDelayMs: number;
  readonly #home: Side;
  readonly #away: Side | null;
  #primary: Side;
  #waits = false;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(home: Side, away: Side | null, linkDelayMs: number) {
    this.#linkDelayMs = linkDelayMs;
    this.#home = home;
    this.#primary = home;
    this.#away = away;
  }

  /** Builds the pair: an empty primary, and a replica that streams from it. */
  static async build(crew: Crew, place: PostgresHome, plan: StorePlan): Promise<Pair> {
    const home = await openSide(crew, place, plan.primaryRegion, plan.linkDelayMs);
    await home.server.create();
    await home.server.start();
    await home.server.query('CREATE TABLE writes (id bigint PRIMARY KEY)');
    if (plan.replicaRegion === null) return new Pair(home, null, plan.linkDelayMs);
    const away = await openSide(crew, place, plan.replicaRegion, plan.linkDelayMs);
    await away.server.copyFrom(home.link.port);
    await away.server.start();
    const pair = new Pair(home, away, plan.linkDelayMs);
    await pair.#untilStreaming();
    if (plan.replication === 'sync') await pair.waitForStandby(true);
    return pair;
  }

  get endpoints(): Endpoints {
    return { primary: this.#primary.front.port, replica: this.#standby?.front.port ?? null };
  }

  get primaryRegion(): string {
    return this.#primary.server.region;
  }

  get replicaRuns(): boolean {
    return this.#standby?.server.running ?? false;
  }

  get waitsForStandby(): boolean {
    return this.#waits;
  }

  get #standby(): Side | null {
    return this.#primary === this.#home ? this.#away : this.#home;
  }

  /** True when the primary answers a client. However slow an answer is, it is one. */
  async primaryAnswers(timeoutMs: number): Promise<boolean> {
    const { server, front } = this.#primary;
    return server.query('SELECT 1', front.port, timeoutMs + front.delayMs * roundTrips).then(
      () => true,
      () => false,
    );
  }

  /** True when a commit has waited for the standby for that long. */
  async commitsHang(longerThanMs: number): Promise<boolean> {
    const rows = await this.#primary.server.query(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'
        AND clock_timestamp() - query_start > interval '${longerThanMs} milliseconds'`,
    );
    return rows.length > 0;
  }

  async standbyKeepsUp(): Promise<boolean> {
    const rows = await this.#primary.server.query(`SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'`);
    return rows.length > 0;
  }

  async #untilStreaming(): Promise<void> {
    for (const begin = Date.now(); Date.now() - begin < streamingWithinMs; await sleep(pollMs)) {
      if (await this.standbyKeepsUp()) return;
    }
    throw new DrillError(
      `The replica in ${this.#standby?.server.region} did not stream within ${streamingWithinMs / 1000} s.`,
    );
  }

  async waitForStandby(waits: boolean): Promise<void> {
    await this.#primary.server.waitFor(waits ? 'standby' : '');
    this.#waits = waits;
  }

  /**
   * Makes the replica the primary, in an order that never leaves two servers that take writes: fence, promote, and move
   * the clients at `readyMs` (Unix), or when the promotion is done if that is later.
   */
  async promote(readyMs: number): Promise<void> {
    await this.#inTurn(() => this.#promote(readyMs));
  }

  async #promote(readyMs: number): Promise<void> {
    const old = this.#primary;
    const next = this.#standby;
    if (!next) return;
    await old.server.kill();
    await next.server.promote();
    await sleep(Math.max(readyMs - nowMs(), 0));
    this.#primary = next;
    this.#waits = false;
    this.onMove(this.endpoints);
  }

  /** Brings the home primary's server into that state. After a promotion it comes back as a follower. */
  async setHome(state: 'up' | 'down'): Promise<void> {
    await this.#inTurn(() => this.#set(this.#home, state));
  }

  async setReplica(state: 'up' | 'down'): Promise<void> {
    const away = this.#away;
    if (away) await this.#inTurn(() => this.#set(away, state));
  }

  /** What clients of the home primary find. */
  setHomeFront({ state, delayMs }: Wiring): void {
    this.#home.front.state = state;
    this.#home.front.delayMs = delayMs;
  }

  /** `delayMs` comes on top of the delay that stands for the declared lag. */
  setLink({ state, delayMs }: Wiring): void {
    for (const side of [this.#home, this.#away]) {
      if (!side) continue;
      side.link.state = state;
      side.link.delayMs = this.#linkDelayMs + delayMs;
    }
  }

  /** Waits until every server is where it was told to be. */
  async settle(): Promise<void> {
    await this.#turn;
  }

  /** Servers that say of themselves that they take writes. */
  async takingWrites(): Promise<readonly string[]> {
    const sides = [this.#home, ...(this.#away ? [this.#away] : [])].filter(({ server }) => server.running);
    const answers = await Promise.all(
      sides.map(async ({ server }) => {
        const rows = await server.query<{ follows: boolean }>('SELECT pg_is_in_recovery() AS follows').catch(() => []);
        return rows[0]?.follows === false ? [server.region] : [];
      }),
    );
    return answers.flat();
  }

  /** Ids of all writes that the primary holds now. */
  async written(): Promise<ReadonlySet<number>> {
    const rows = await this.#primary.server.query<{ id: number }>('SELECT id::int AS id FROM writes');
    return new Set(rows.map(({ id }) => id));
  }

  close(): void {
    for (const side of [this.#home, this.#away]) {
      side?.front.close();
      side?.link.close();
    }
  }

  /** A server that comes back in the middle of a promotion has to wait for its end, or both would take writes. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #set(side: Side, state: 'up' | 'down'): Promise<void> {
    if (state === 'down') return side.server.kill();
    if (side.server.running) return;
    if (side === this.#home && this.#primary !== side)
      await side.server.rewindTo(this.#primary.server, this.#primary.link.port);
    await side.server.start();
    this.onMove(this.endpoints);
  }
}

async function openSide(crew: Crew, place: PostgresHome, region: string, linkDelayMs: number): Promise<Side> {
  const [port, front, link] = (await freePorts(3)) as [number, number, number];
  return {
    server: new Postgres(crew, place, region, port),
    front: await Wire.open(front, port),
    link: await Wire.open(link, port, linkDelayMs),
  };
}
