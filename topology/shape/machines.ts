// Sizes of Compute Engine machines, told from their names. Source: cloud.google.com/compute/docs/machine-resource.

/** vCPUs and memory of one machine. */
export interface MachineSize {
  readonly cpu: number;
  readonly memoryMib: number;
}

const GIB = 1024;

/** GiB of memory for each vCPU by class; the compute-optimised families have more in their class `highcpu`. */
const GIB_BY_CPU: Readonly<Record<string, number>> = { standard: 4, highmem: 8, highcpu: 1 };
const LARGER_HIGHCPU = new Set(['c3', 'c3d', 'c4', 'c4a', 'c4d', 'n4']);

const SHARED_CORE: Readonly<Record<string, MachineSize>> = {
  'e2-micro': { cpu: 2, memoryMib: GIB },
  'e2-small': { cpu: 2, memoryMib: 2 * GIB },
  'e2-medium': { cpu: 2, memoryMib: 4 * GIB },
};

/** Size of a machine type such as `e2-standard-4` or `n2-custom-4-8192`; undefined when its name does not say. */
export function machineSize(type: string): MachineSize | undefined {
  const shared = SHARED_CORE[type];
  if (shared) return shared;
  const custom = /^[a-z]\w*-custom-(\d+)-(\d+)(-ext)?$/.exec(type);
  if (custom) return { cpu: Number(custom[1]), memoryMib: Number(custom[2]) };
  const [, family = '', kind = '', count = ''] = /^([a-z]\w*)-(standard|highmem|highcpu)-(\d+)$/.exec(type) ?? [];
  const gib = kind === 'highcpu' && LARGER_HIGHCPU.has(family) ? 2 : GIB_BY_CPU[kind];
  return gib === undefined ? undefined : { cpu: Number(count), memoryMib: Number(count) * gib * GIB };
}

/** Machines that the default is chosen from, the smallest first. */
const CHOICES = [2, 4, 8, 16, 32].map((cpu) => `e2-standard-${cpu}`);

/** The smallest general machine with at least these vCPUs and this memory. */
export const machineFor = (wanted: MachineSize): string =>
  CHOICES.find((type) => fits(type, wanted)) ?? CHOICES[CHOICES.length - 1] ?? '';

/** False only when the machine's name says that it is too small. */
export function fits(type: string, { cpu, memoryMib }: MachineSize): boolean {
  const size = machineSize(type);
  return size === undefined || (size.cpu >= cpu && size.memoryMib >= memoryMib);
}
