// One region in a process of its own, so that it can be killed like one.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RegionPlan } from '../../plan/plan.ts';
import { dieWithParent } from '../processes/member.ts';
import { Fleet } from './fleet.ts';
import { Gate, type GateLimits } from './gate.ts';
import { Members } from './members.ts';
import { type BadAnswers, type Condition, type FromRegion, sound, type ToRegion } from './messages.ts';

/** Wall-clock milliseconds between two looks of the scaler. */
const tickMs = 50;
/** Least requests that something slow may hold: below it, rounding would decide. */
const leastHeld = 4;

class RegionServer {
  readonly #plan: RegionPlan;
  /** One for each member. */
  readonly #ports: readonly number[];
  readonly #members: Members;
  readonly #fleet: Fleet;
  readonly #gate: Gate;
  #condition: Condition = sound;
  #arrived = 0;
  #counter = 0;

  constructor(plan: RegionPlan, ports: readonly number[]) {
    this.#plan = plan;
    this.#ports = ports;
    this.#members = new Members(ports.length, plan.healthyShare);
    this.#fleet = new Fleet(plan);
    this.#gate = new Gate(this.#limits());
  }

  listen(): void {
    let silent = this.#ports.length;
    this.#ports.forEach((port, member) => {
      const server = createServer((request, response) => this.#answer(request, response, member));
      server.keepAliveTimeout = 0;
      server.on('error', (error) => report({ is: 'failed', reason: error.message }));
      server.listen(port, '127.0.0.1', () => {
        if (--silent === 0) report({ is: 'listening' });
      });
    });
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

  #answer(request: IncomingMessage, response: ServerResponse, member: number): void {
    if (this.#members.isGone(member, this.#fleet.readyShare)) return void request.socket.destroy();
    if (request.url === '/health') return this.#answerHealth(response, member);
    this.#arrived++;
    this.#counter++;
    const bad = this.#condition.bad.find((answers) => this.#members.meets(answers, member, this.#counter));
    if (bad?.kind === 'hang') return;
    if (bad?.kind === 'error') return end(response, 503);
    const leave = this.#gate.enter(bad?.delayMs ?? 0, (served) => end(response, served ? 200 : 429));
    response.on('close', leave);
  }

  #answerHealth(response: ServerResponse, member: number): void {
    const sick = this.#members.sickness(this.#condition.bad, member, this.#fleet.readyShare);
    if (sick?.kind === 'hang') return;
    setTimeout(() => end(response, sick?.kind === 'error' ? 503 : 200), slowness(sick));
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
    server = new RegionServer(message.plan, message.ports);
    report({ is: 'waiting' });
  }
  if (message.do === 'listen') server?.listen();
  if (message.do === 'become') server?.become(message.condition);
});
