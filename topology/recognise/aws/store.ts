import type { Resource } from '../../graph/graph.ts';
import { valueAt } from '../../graph/value.ts';
import type { Evidence, Member, Store } from '../../model/model.ts';
import { recoveryPoint } from '../../arithmetic/recovery.ts';

// What the stores of AWS have in common.

/** Nothing is lost, or nothing has to be waited for. */
export const NOTHING = recoveryPoint('sync');

/** What a kind of store says about itself; the rest follows from it. */
export type Shape = Pick<Store, 'kind' | 'members' | 'replication' | 'rpo' | 'availability' | 'evidence'> &
  Partial<Pick<Store, 'name' | 'readers' | 'options' | 'promotion'>>;

/** Copies that are all alike take over by themselves; a single copy has nobody to take over. */
export function storeOf(resource: Resource, shape: Shape): Store {
  const several = shape.members.length > 1;
  return {
    name: resource.name,
    readers: [],
    options: [],
    promotion: several ? { who: 'automatic', seconds: NOTHING } : { who: 'nobody' },
    ...shape,
    cloud: 'aws',
    urn: resource.urn,
    guarded: resource.protect || PROTECTIONS.some((argument) => valueAt(resource.inputs, argument) === true),
  };
}

const PROTECTIONS = ['deletionProtection', 'deletionProtectionEnabled'] as const;

/** Copies of one resource in several regions, all alike and each spread over zones by the platform. */
export const equalMembers = (resource: Resource, regions: readonly string[]): readonly Member[] =>
  [...new Set(regions)].map((region) => ({ region, role: 'equal', zoneRedundant: true, urn: resource.urn }));

export const evidence = (resource: Resource, argument: string, says: string): readonly Evidence[] => [
  { urn: resource.urn, argument, says },
];
