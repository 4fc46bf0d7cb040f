// Writes at a fixed rate, whether or not earlier writes have been acknowledged, and remembers every acknowledgement.

import pg from 'pg';
import { nowMs } from '../clock.ts';
import { dieWithParent } from '../processes/member.ts';
import type { Acknowledged, Endpoints, FromWriter, LagSample, ToWriter } from './messages.ts';
import { database, user } from './postgres.ts';

const connections = 8;
/** A write that takes longer is given up, and may or may not have happened. */
const giveUpMs = 2_000;
const tickMs = 5;
const lagMs = 250;
const insert = 'INSERT INTO writes (id) VALUES ($1) RETURNING inet_server_port() AS server';

class Writer {
  readonly #perSecond: number;
  readonly #acknowledged: Acknowledged[] = [];
  readonly #refusedMs: number[] = [];
  readonly #lag: LagSample[] = [];
  readonly #timers: NodeJS.Timeout[];
  #primary: pg.Pool;
  #replica: pg.Pool | null;
  #nextDue = nowMs();
  #id = 0;
  #open = 0;

  constructor(endpoints: Endpoints, perSecond: number) {
    this.#perSecond = perSecond;
    this.#primary = pool(endpoints.primary, connections);
    this.#replica = endpoints.replica === null ? null : pool(endpoints.replica, 1);
    this.#timers = [setInterval(() => this.#tick(), tickMs), setInterval(() => void this.#measureLag(), lagMs)];
  }

  set endpoints(endpoints: Endpoints) {
    this.#leave();
    this.#primary = pool(endpoints.primary, connections);
    this.#replica = endpoints.replica === null ? null : pool(endpoints.replica, 1);
  }

  /** Writes nothing more, waits for what is open, and reports. */
  async stop(): Promise<void> {
    this.#timers.forEach(clearInterval);
    const end = nowMs() + giveUpMs;
    while (this.#open > 0 && nowMs() < end) await new Promise((resolve) => setTimeout(resolve, tickMs));
    this.#leave();
    const written = { acknowledged: this.#acknowledged, refusedMs: this.#refusedMs, lag: this.#lag };
    process.send?.({ is: 'done', written } satisfies FromWriter);
  }

  #leave(): void {
    for (const old of [this.#primary, this.#replica]) void old?.end().catch(() => {});
  }

  #tick(): void {
    while (this.#nextDue <= nowMs()) {
      this.#nextDue += 1000 / this.#perSecond;
      void this.#write(++this.#id);
    }
  }

  async #write(id: number): Promise<void> {
    this.#open++;
    try {
      const { rows } = await this.#primary.query<{ server: number }>(insert, [id]);
      this.#acknowledged.push({ id, ms: nowMs(), server: rows[0]?.server ?? 0 });
    } catch {
      this.#refusedMs.push(nowMs());
    } finally {
      this.#open--;
    }
  }

  async #measureLag(): Promise<void> {
    const newest = this.#acknowledged.at(-1);
    if (!newest || !this.#replica) return;
    const ms = nowMs();
    const answer = await this.#replica
      .query<{ id: number | null }>('SELECT max(id)::int AS id FROM writes')
      .catch(() => null);
    const seen = answer?.rows[0]?.id;
    if (seen === undefined || seen === null) return;
    const missing = this.#acknowledged.find(({ id }) => id > seen && id <= newest.id);
    this.#lag.push({ ms, lagMs: missing ? ms - missing.ms : 0 });
  }
}

function pool(port: number, max: number): pg.Pool {
  const made = new pg.Pool({
    host: '127.0.0.1',
    port,
    user,
    database,
    max,
    connectionTimeoutMillis: giveUpMs,
    query_timeout: giveUpMs,
  });
  made.on('error', () => {});
  return made;
}

let writer: Writer | undefined;
dieWithParent();
process.on('message', (message: ToWriter) => {
  if (message.do === 'start') writer = new Writer(message.endpoints, message.perSecond);
  if (!writer) return;
  if (message.do === 'endpoints') writer.endpoints = message.endpoints;
  if (message.do === 'stop') void writer.stop();
});
