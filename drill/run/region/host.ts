import type { RegionState } from '../../incident/world.ts';
import type { RegionPlan } from '../../plan/plan.ts';
import { DrillError } from '../../errors.ts';
import { nowMs } from '../clock.ts';
import type { Crew, Member } from '../processes/crew.ts';
import type { FromRegion, ToRegion } from './messages.ts';

const script = new URL('./server.ts', import.meta.url);

/** Count of serving instances from `ms` (Unix) on. */
export interface InstancesSample {
  readonly ms: number;
  readonly instances: number;
}

/**
 * One region: the process that serves, and a spare that waits. Starting a process takes a while that has no meaning in
 * declared time, so a region that comes back is the spare told to listen.
 */
export class RegionHost {
  readonly plan: RegionPlan;
  readonly ports: readonly number[];
  readonly instances: InstancesSample[] = [];
  readonly #crew: Crew;
  readonly #fail: (error: DrillError) => void;
  /** Rejects when a server cannot listen. */
  readonly failed: Promise<never>;
  #serving: Member | undefined;
  #spare: Promise<Member>;
  /** The last server's end: until then it holds the ports. */
  #gone: Promise<unknown> = Promise.resolve();

  constructor(crew: Crew, plan: RegionPlan, ports: readonly number[]) {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.failed = promise;
    this.#fail = reject;
    this.plan = plan;
    this.ports = ports;
    this.#crew = crew;
    this.#spare = this.#fork();
  }

  /** Brings the region into that state; resolves when it is there. */
  async become(state: RegionState): Promise<void> {
    if (state.down) return this.#die();
    const serving = this.#serving ?? (await this.#spare);
    tell(serving, { do: 'become', condition: state.condition });
    if (!this.#serving) await this.#serve(serving);
  }

  async #die(): Promise<void> {
    const dying = this.#serving;
    if (!dying) return;
    this.#serving = undefined;
    this.#note(0);
    this.#gone = dying.kill();
    await this.#gone;
  }

  async #serve(member: Member): Promise<void> {
    this.#serving = member;
    await this.#gone;
    const listening = next(member, 'listening');
    tell(member, { do: 'listen' });
    await listening;
    this.#note(this.plan.minInstances);
    this.#spare = this.#fork();
  }

  /** A spare that fails is told when it is needed. */
  #fork(): Promise<Member> {
    const spare = this.#prepare();
    spare.catch(() => {});
    return spare;
  }

  async #prepare(): Promise<Member> {
    const member = this.#crew.node(`The server of region ${this.plan.name}`, script);
    member.process.on('message', (message: FromRegion) => this.#hear(member, message));
    const waiting = next(member, 'waiting');
    tell(member, { do: 'start', plan: this.plan, ports: this.ports });
    await waiting;
    return member;
  }

  #hear(member: Member, message: FromRegion): void {
    if (message.is === 'status' && member === this.#serving) this.#note(message.instances);
    if (message.is === 'failed')
      this.#fail(new DrillError(`The server of region ${this.plan.name} cannot listen: ${message.reason}`));
  }

  #note(instances: number): void {
    if (this.instances.at(-1)?.instances !== instances) this.instances.push({ ms: nowMs(), instances });
  }
}

function tell(member: Member, message: ToRegion): void {
  member.send(message);
}

/** Resolves at the next message of that kind. Never rejects: a process that dies ends the whole drill. */
function next(member: Member, kind: FromRegion['is']): Promise<void> {
  return new Promise((resolve) => {
    const listen = (message: FromRegion): void => {
      if (message.is !== kind) return;
      member.process.off('message', listen);
      resolve();
    };
    member.process.on('message', listen);
  });
}
