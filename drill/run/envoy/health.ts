import { Tail } from './tail.ts';

/** What the proxy has found out about one member, in one of its clusters. */
interface ProbeEvent {
  /** Unix milliseconds. */
  readonly ms: number;
  readonly cluster: string;
  readonly port: number;
  readonly out: boolean;
}

/** Reads one line of the proxy's list of probe results; undefined when it tells of no change. */
export function probeEvent(line: string): ProbeEvent | undefined {
  const event = JSON.parse(line) as {
    readonly cluster_name?: string;
    readonly host?: { readonly socket_address?: { readonly port_value?: number } };
    readonly timestamp?: string;
    readonly eject_unhealthy_event?: object;
    readonly add_healthy_event?: object;
  };
  const out = event.eject_unhealthy_event !== undefined;
  if ((!out && event.add_healthy_event === undefined) || event.timestamp === undefined) return undefined;
  return {
    ms: Date.parse(event.timestamp),
    cluster: event.cluster_name ?? '',
    port: event.host?.socket_address?.port_value ?? 0,
    out,
  };
}

/** How well the proxy finds each region, and since when. */
export interface RegionHealth {
  /** Part of the region's members that were well at that moment, 0..1. A region that nobody probes is well. */
  healthyShare(region: string, unixMs: number): number;
  /** Reads what has come since the last call. */
  update(): void;
}

/** Health of every member as the stream of its own region sees it. */
export class MemberHealth implements RegionHealth {
  readonly #tail: Tail;
  readonly #members: ReadonlyMap<string, readonly number[]>;
  readonly #bad = new Map<string, Set<number>>();
  /** Changes of each region's share, in order. */
  readonly #changes = new Map<string, { readonly ms: number; readonly share: number }[]>();

  constructor(file: string, members: ReadonlyMap<string, readonly number[]>) {
    this.#tail = new Tail(file);
    this.#members = members;
  }

  update(): void {
    for (const line of this.#tail.read()) {
      const event = line.startsWith('{') ? probeEvent(line) : undefined;
      if (event) this.#note(event);
    }
  }

  healthyShare(region: string, unixMs: number): number {
    return this.#changes.get(region)?.findLast(({ ms }) => ms <= unixMs)?.share ?? 1;
  }

  #note({ ms, cluster, port, out }: ProbeEvent): void {
    const members = this.#members.get(cluster);
    if (!members?.includes(port)) return;
    const bad = this.#bad.get(cluster) ?? new Set<number>();
    this.#bad.set(cluster, bad);
    if (out) bad.add(port);
    else bad.delete(port);
    const changes = this.#changes.get(cluster) ?? [];
    this.#changes.set(cluster, changes);
    changes.push({ ms, share: 1 - bad.size / members.length });
  }
}
