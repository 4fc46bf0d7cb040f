import { RunError } from '@pulumi/pulumi';
import type { Topology } from '../topology/shape/topology.ts';

/** What the guards of a topology are read from, on any cloud. */
export interface Guarded {
  readonly database: Pick<Topology['database'], 'guarded' | 'highAvailability'>;
}

/**
 * Refuses a topology whose data could be deleted by a slip, or would be lost with a zone.
 *
 * @param under Where the topology stands in the stack's configuration, with a final dot: `gcp.` in a stack on both clouds.
 * @throws `RunError` naming the configuration to change.
 */
export function requireGuards(stack: string, { database }: Guarded, under = ''): void {
  const missing = (['guarded', 'highAvailability'] as const).filter((guard) => !database[guard]);
  if (missing.length === 0) return;
  const keys = missing.map((guard) => `tandem:${under}database.${guard}`).join(' and ');
  throw new RunError(
    `Stack '${stack}' holds data that matters: ${keys} must be true (stacks/Pulumi.${stack}.yaml). Remove the ${missing.length > 1 ? 'keys' : 'key'}, or use another stack.`,
  );
}
