// One region in a process of its own, so that it can be killed like one.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RegionPlan } from '../../plan/plan.ts';
import { dieWithParent } from '../processes/member.ts';
import { Fleet } from './fleet.ts';
import { Gate, type GateLimits } from './gate.ts';
import { type BadAnswers, type Condition, type FromRegion, sound, type ToRegion } from './messages.ts';

/** Wall-clock milliseconds between two looks of the scaler. */
const tickMs = 50;
/** Least requests that something slow may hold: below it, rounding would decide. */
const leastHeld = 4;

class RegionServer {
  readonly #plan: RegionPlan;
  readonly #port: number;
  readonly #fleet: Fleet;
  readonly #gate: Gate;
  #condition: Condition = sound;
  #arrived = 0;
  #counter = 0;

  constructor(plan: RegionPlan, port: number) {
    this.#plan = plan;
    this.#port = port;
    this.#fleet = new Fleet(plan);
    this.#gate = new Gate(this.#limits());
  }

  listen(): void {
    const server = createServer((request, response) => this.#answer(request, response));
    server.keepAliveTimeout = 0;
    server.on('error', (error) => report({ is: 'failed', reason: error.message }));
    server.listen(this.#port, '127.0.0.1', () => report({ is: 'listening' }));
    setInterval(() => this.#tick(), tickMs);
  }

  become(condition: Condition): void {
    if (condition.lost > this.#condition.lost) this.#fleet.lose(condition.lost);
    if (condition.lost < this.#condition.lost) this.#fleet.recover();
    this.#fleet.mayGrow = condition.mayGrow;
    this.#condition = condition;
    this.#gate.limits = this.#limits();
  }

  #tick(): void {
    this.#fleet.tick(performance.now(), this.#arrived);
    this.#arrived = 0;
    this.#gate.limits = this.#limits();
    report({ is: 'status', instances: this.#usable });
  }

  get #usable(): number {
    return Math.floor(this.#fleet.serving * (1 - this.#condition.deploying));
  }

  #limits(): GateLimits {
    const { instanceRps, targetUtilisation, instanceInFlight, waitLimitMs } = this.#plan;
    const instance = instanceRps === null ? null : instanceRps / targetUtilisation;
    return {
      capacityRps: instance === null ? null : instance * this.#usable * this.#condition.capacity,
      heldLimit: Math.max(Math.round(instanceInFlight * this.#usable), leastHeld),
      waitLimitMs,
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/health') return this.#answerHealth(response);
    this.#arrived++;
    this.#counter++;
    const bad = this.#condition.bad.find(({ share }) => this.#meets(share));
    if (bad?.kind === 'hang') return;
    if (bad?.kind === 'error') return end(response, 503);
    const leave = this.#gate.enter(bad?.delayMs ?? 0, (served) => end(response, served ? 200 : 429));
    response.on('close', leave);
  }

  /** Spreads a share evenly over the requests instead of drawing lots, so that every run is alike. */
  #meets(share: number): boolean {
    return Math.floor(this.#counter * share) > Math.floor((this.#counter - 1) * share);
  }

  #answerHealth(response: ServerResponse): void {
    const seen = this.#condition.bad.filter(({ hidden }) => !hidden);
    const whole = seen.find(({ share }) => 1 - share < this.#plan.healthyShare);
    if (whole?.kind === 'hang') return;
    const healthy = this.#fleet.readyShare >= this.#plan.healthyShare && whole?.kind !== 'error';
    setTimeout(() => end(response, healthy ? 200 : 503), slowness(whole));
  }
}

function slowness(bad: BadAnswers | undefined): number {
  return bad?.kind === 'slow' ? bad.delayMs : 0;
}

function end(response: ServerResponse, status: number): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-length': 0 });
  response.end();
}

function report(message: FromRegion): void {
  process.send?.(message);
}

let server: RegionServer | undefined;
dieWithParent();
process.on('message', (message: ToRegion) => {
  if (message.do === 'start') {
    server = new RegionServer(message.plan, message.port);
    report({ is: 'waiting' });
  }
  if (message.do === 'listen') server?.listen();
  if (message.do === 'become') server?.become(message.condition);
});
