/**
 * vCPUs of an instance class (`db.r6g.2xlarge`), so that two can be compared. The small sizes of the burstable classes all
 * have two on paper and may use a part of them: they count by their memory, since the larger ones have 4 GiB for each.
 * Undefined for a class that does not say: a whole machine (`metal`) is as large as its family.
 */
export function classCpus(instanceClass: string | undefined): number | undefined {
  const size = /\.([a-z0-9]+)$/.exec(instanceClass ?? '')?.[1] ?? '';
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? SMALL[size] : 4 * Number(times === '' ? 1 : times);
}

const SMALL: Readonly<Record<string, number>> = { nano: 0.125, micro: 0.25, small: 0.5, medium: 1, large: 2 };

/** vCPUs of so many Aurora capacity units. A unit is 2 GiB, and the memory classes have 8 GiB for a vCPU. */
export const unitsCpus = (units: number | undefined): number | undefined =>
  units === undefined ? undefined : units / 4;
