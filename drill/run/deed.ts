/** Something that a part of the drill has decided by itself. */
export interface Deed {
  /** Unix milliseconds. */
  readonly ms: number;
  readonly what: string;
}
