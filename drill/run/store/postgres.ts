import { appendFileSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DrillError } from '../../errors.ts';
import type { Crew, Member } from '../processes/crew.ts';
import type { PostgresHome } from './home.ts';

const readyWithinMs = 15_000;
const pollMs = 20;
export const user = 'drill';
export const database = 'postgres';

/** In the data folder, where it goes with the rest: a killed server would leak what the system holds for it. */
const sharedMemory = 'dynamic_shared_memory_type=mmap';

/** Settings of every server. A process is lost in a drill, never the machine, so nothing has to reach the disk itself. */
const settings = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  'shared_buffers = 16MB',
  'max_connections = 40',
  'max_wal_senders = 8',
  // pg_rewind reads these from the file alone, not from the command line.
  'wal_log_hints = on',
  'wal_keep_size = 256MB',
  'wal_receiver_status_interval = 1s',
  'wal_retrieve_retry_interval = 50ms',
  'fsync = off',
  'autovacuum = off',
  'log_min_messages = fatal',
];

/** One database server of the pair. */
export class Postgres {
  readonly region: string;
  readonly port: number;
  readonly #crew: Crew;
  readonly #home: PostgresHome;
  readonly #data: string;
  #member: Member | undefined;

  constructor(crew: Crew, home: PostgresHome, region: string, port: number) {
    this.#crew = crew;
    this.#home = home;
    this.region = region;
    this.port = port;
    this.#data = join(home.folder, `postgres-${port}`);
  }

  get running(): boolean {
    return this.#member?.alive ?? false;
  }

  /** Makes an empty cluster. */
  async create(): Promise<void> {
    this.#ownFolder();
    await this.#tool('initdb', [
      '-D',
      this.#data,
      '-U',
      user,
      '-A',
      'trust',
      '--no-sync',
      // The servers that it starts for itself need it too, and so it is in the configuration that they leave.
      '-c',
      sharedMemory,
      '-E',
      'UTF8',
      '--locale',
      'C',
    ]);
    appendFileSync(join(this.#data, 'postgresql.conf'), `${settings.join('\n')}\nport = ${this.port}\n`);
  }

  /** Makes a copy of a running server that follows it through the wire at `wirePort`. */
  async copyFrom(wirePort: number): Promise<void> {
    rmSync(this.#data, { recursive: true, force: true });
    this.#ownFolder();
    await this.#tool('pg_basebackup', [
      '-D',
      this.#data,
      '-d',
      conninfo(wirePort),
      '-c',
      'fast',
      '-X',
      'stream',
      '--no-sync',
    ]);
    this.#follow(wirePort);
  }

  /** Turns a former primary into a follower of the server that replaced it. It must have been started cleanly or killed. */
  async rewindTo(source: Postgres, wirePort: number): Promise<void> {
    const target = ['--target-pgdata', this.#data, '--no-sync'];
    await this.#tool('pg_rewind', [...target, '--source-server', `${conninfo(source.port)} dbname=${database}`]);
    this.#follow(wirePort);
  }

  /** Starts the server and waits until it answers. */
  async start(): Promise<void> {
    const { uid, gid } = this.#home;
    const binary = join(this.#home.programs, 'postgres');
    const cwd = this.#home.folder;
    // SIGQUIT: at once, without waiting for clients; the data is thrown away anyway.
    const options = { uid, gid, cwd, endSignal: 'SIGQUIT' } as const;
    this.#member = this.#crew.binary(`Postgres of ${this.region}`, binary, ['-D', this.#data], options);
    for (const begin = Date.now(); this.running && Date.now() - begin < readyWithinMs; await sleep(pollMs)) {
      if (await this.query('SELECT 1').catch(() => undefined)) return;
    }
    throw new DrillError(`Postgres of ${this.region} did not answer within ${readyWithinMs / 1000} s.`);
  }

  /** Ends it like a power cut. Its children notice by themselves. */
  async kill(): Promise<void> {
    await this.#member?.kill();
  }

  async promote(): Promise<void> {
    await this.query('SELECT pg_promote(true, 10)');
  }

  /** Names the standbys that a commit waits for; empty = none. */
  async waitFor(standbys: string): Promise<void> {
    await this.query(`ALTER SYSTEM SET synchronous_standby_names = '${standbys}'`);
    await this.query('SELECT pg_reload_conf()');
  }

  /** One statement on a connection of its own, straight to the server. */
  async query<Row extends pg.QueryResultRow>(
    sql: string,
    port = this.port,
    timeoutMs = 5_000,
  ): Promise<readonly Row[]> {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user,
      database,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } finally {
      void client.end().catch(() => {});
    }
  }

  #ownFolder(): void {
    mkdirSync(this.#data, { mode: 0o700 });
    const { uid, gid } = this.#home;
    if (uid !== undefined && gid !== undefined) chownSync(this.#data, uid, gid);
  }

  /** A server with this file never takes writes, which is the fence. */
  #follow(wirePort: number): void {
    writeFileSync(join(this.#data, 'standby.signal'), '');
    const lines = [
      `port = ${this.port}`,
      `primary_conninfo = '${conninfo(wirePort)} application_name=standby'`,
      "synchronous_standby_names = ''",
    ];
    const file = join(this.#data, 'postgresql.auto.conf');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { uid, gid } = this.#home;
    if (uid !== undefined && gid !== undefined)
      for (const path of [file, join(this.#data, 'standby.signal')]) chownSync(path, uid, gid);
  }

  async #tool(program: string, args: readonly string[]): Promise<void> {
    const { uid, gid, folder, programs } = this.#home;
    const name = `${program} for the database of ${this.region}`;
    await this.#crew.tool(name, join(programs, program), args, { uid, gid, cwd: folder });
  }
}

function conninfo(port: number): string {
  return `host=127.0.0.1 port=${port} user=${user}`;
}
