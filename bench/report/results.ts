import type { Measurement } from '../measure/measure.ts';
import type { PreviewName } from '../subjects/rows.ts';

/** One line of a table: medians of all runs. */
export interface Result {
  readonly title: string;
  readonly figures: Measurement;
}

/** A preview, with how many cloud resources it planned. */
export interface PreviewResult extends Result {
  readonly resources: number;
}

/** Where it was measured. */
export interface Machine {
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly engine: string;
  /** Version of the SDK, @pulumi/pulumi. */
  readonly sdk: string;
}

/** Everything that a run of the bench found. */
export interface Results {
  readonly machine: Machine;
  /** The day, as YYYY-MM-DD. */
  readonly day: string;
  /** Runs that each median is of. */
  readonly runs: number;
  readonly previews: Readonly<Record<PreviewName, PreviewResult>>;
  readonly services: readonly (PreviewResult & { readonly services: number })[];
  /** Single processes by the name of their row. */
  readonly starts: readonly (Result & { readonly name: string })[];
}
