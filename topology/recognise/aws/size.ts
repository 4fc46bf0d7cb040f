/** vCPUs of an instance class (`db.r6g.2xlarge`), so that two can be compared. Undefined for one that does not say. */
export function classCpus(instanceClass: string | undefined): number | undefined {
  const size = /\.(?:(\d+)?(x?large)|micro|small|medium|metal)$/.exec(instanceClass ?? '');
  if (!size) return undefined;
  if (size[2] === 'large') return 2;
  return size[2] === 'xlarge' ? 4 * Number(size[1] ?? 1) : undefined;
}

/** vCPUs of so many Aurora capacity units. A unit is 2 GiB, and the memory classes have 8 GiB for a vCPU. */
export const unitsCpus = (units: number | undefined): number | undefined =>
  units === undefined ? undefined : units / 4;
