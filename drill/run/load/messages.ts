/** A stream of clients: where they send, and their part of all requests. */
export interface LoadStream {
  readonly port: number;
  readonly share: number;
}

export type ToLoad =
  | {
      readonly do: 'start';
      readonly streams: readonly LoadStream[];
      readonly perSecond: number;
      readonly giveUpMs: number;
    }
  | { readonly do: 'rate'; readonly perSecond: number }
  /** DNS only: where each virtual client sends now. */
  | { readonly do: 'streams'; readonly streams: readonly LoadStream[] }
  | { readonly do: 'stop' };

/** One request of a client, seen from the client. Parallel arrays: there are many. */
export interface Outcomes {
  /** When it was due, in Unix milliseconds. */
  readonly dueMs: Float64Array;
  /** From when it was due until the answer. */
  readonly latencyMs: Float32Array;
  /** HTTP status; 0 = no answer. */
  readonly status: Uint16Array;
}

export type FromLoad =
  | { readonly is: 'progress'; readonly sent: number; readonly failed: number }
  | { readonly is: 'done'; readonly outcomes: Outcomes };
