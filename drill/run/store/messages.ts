/** Where the writer finds the servers. Ports of wires, not of the servers themselves. */
export interface Endpoints {
  readonly primary: number;
  readonly replica: number | null;
}

export type ToWriter =
  | { readonly do: 'start'; readonly endpoints: Endpoints; readonly perSecond: number }
  | { readonly do: 'endpoints'; readonly endpoints: Endpoints }
  | { readonly do: 'stop' };

/** A write that was acknowledged. */
export interface Acknowledged {
  readonly id: number;
  /** Unix milliseconds. */
  readonly ms: number;
  /** Port of the server that acknowledged it. */
  readonly server: number;
}

/** The replica's distance from the last acknowledged write, at `ms`. */
export interface LagSample {
  readonly ms: number;
  readonly lagMs: number;
}

export interface Written {
  readonly acknowledged: readonly Acknowledged[];
  /** Unix milliseconds at which a write was refused or given up. */
  readonly refusedMs: readonly number[];
  readonly lag: readonly LagSample[];
}

export type FromWriter = { readonly is: 'done'; readonly written: Written };
