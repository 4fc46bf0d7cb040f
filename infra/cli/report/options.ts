/** What `tandem report` can write. */
export const FORMATS = ['markdown', 'html', 'json'] as const;

/** Options of `tandem report`. */
export interface ReportCommandOptions {
  readonly base?: string;
  readonly head: string;
  readonly format: (typeof FORMATS)[number];
  readonly drill?: string;
}
