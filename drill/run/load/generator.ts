// Clients. Open loop: a request goes out when it is due, whether or not earlier ones have been answered, and its latency
// counts from then; a closed loop would send less exactly while things are bad, and hide the outage.

import { Agent, get } from 'node:http';
import { nowMs } from '../clock.ts';
import { dieWithParent } from '../processes/member.ts';
import type { FromLoad, LoadStream, ToLoad } from './messages.ts';
import { Spread } from './spread.ts';

/** Wall-clock milliseconds between two looks at what is due. */
const tickMs = 4;
const progressMs = 250;

class Generator {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  readonly #giveUpMs: number;
  readonly #spread: Spread<LoadStream>;
  readonly #due: number[] = [];
  readonly #latency: number[] = [];
  readonly #status: number[] = [];
  readonly #timers: NodeJS.Timeout[];
  #perSecond: number;
  #nextDue = nowMs();
  #open = 0;
  #failed = 0;
  #stopped = false;

  constructor(streams: readonly LoadStream[], perSecond: number, giveUpMs: number) {
    this.#giveUpMs = giveUpMs;
    this.#perSecond = perSecond;
    this.#spread = new Spread(streams);
    this.#timers = [
      setInterval(() => this.#tick(), tickMs),
      setInterval(() => report({ is: 'progress', sent: this.#due.length, failed: this.#failed }), progressMs),
    ];
  }

  set perSecond(value: number) {
    this.#perSecond = value;
  }

  set streams(streams: readonly LoadStream[]) {
    this.#spread.shares = streams;
  }

  /** Sends nothing more, and reports once the last answer is in. */
  stop(): void {
    this.#stopped = true;
    this.#timers.forEach(clearInterval);
    if (this.#open === 0) this.#report();
  }

  #tick(): void {
    const now = nowMs();
    while (this.#nextDue <= now) {
      const due = this.#nextDue;
      this.#nextDue += 1000 / this.#perSecond;
      this.#send(due);
    }
  }

  #send(due: number): void {
    const index = this.#due.push(due) - 1;
    this.#latency.push(0);
    this.#status.push(0);
    this.#open++;
    let settled = false;
    const settle = (status: number): void => {
      if (settled) return;
      settled = true;
      this.#settle(index, status);
    };
    const request = get(
      { host: '127.0.0.1', port: this.#spread.next().port, path: '/', agent: this.#agent, timeout: this.#giveUpMs },
      (response) => {
        response.resume();
        response.on('end', () => settle(response.statusCode ?? 0));
        response.on('error', () => settle(0));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => settle(0));
  }

  #settle(index: number, status: number): void {
    this.#latency[index] = nowMs() - this.#due[index]!;
    this.#status[index] = status;
    this.#open--;
    if (status !== 200) this.#failed++;
    if (this.#stopped && this.#open === 0) this.#report();
  }

  #report(): void {
    report({
      is: 'done',
      outcomes: {
        dueMs: Float64Array.from(this.#due),
        latencyMs: Float32Array.from(this.#latency),
        status: Uint16Array.from(this.#status),
      },
    });
  }
}

function report(message: FromLoad): void {
  process.send?.(message);
}

let generator: Generator | undefined;
dieWithParent();
process.on('message', (message: ToLoad) => {
  if (message.do === 'start') generator = new Generator(message.streams, message.perSecond, message.giveUpMs);
  if (!generator) return;
  if (message.do === 'rate') generator.perSecond = message.perSecond;
  if (message.do === 'streams') generator.streams = message.streams;
  if (message.do === 'stop') generator.stop();
});
