import type { Plan, PlanStep } from '../plan.ts';

/** How many resources of one type an update by this plan would create, change, replace and so on. */
export interface PlannedOperations {
  readonly type: string;
  /** Count by the engine's own word: `create`, `update`, `replace`, `delete`, `import`. */
  readonly operations: Readonly<Record<string, number>>;
}

/** Operations that change what exists. The parts of a replacement are not counted beside the replacement. */
const COUNTED = new Set(['create', 'update', 'replace', 'delete', 'import']);

/** What a plan would do, by type; nothing for a state, which has no steps. */
export function plannedOperations({ steps = [] }: Plan): readonly PlannedOperations[] {
  const byType = new Map<string, Record<string, number>>();
  for (const step of steps.filter(({ op }) => COUNTED.has(op))) {
    const counts = byType.get(typeOf(step)) ?? {};
    counts[step.op] = (counts[step.op] ?? 0) + 1;
    byType.set(typeOf(step), counts);
  }
  return [...byType]
    .map(([type, operations]) => ({ type, operations }))
    .sort((one, other) => (one.type < other.type ? -1 : 1));
}

/** A URN names the types of the components above as well; the resource's own comes last. */
const typeOf = ({ newState, oldState, urn }: PlanStep): string =>
  (newState ?? oldState)?.type ?? urn.split('::').at(-2)?.split('$').at(-1) ?? '';
