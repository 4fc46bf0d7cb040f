import type { Resource } from '../../graph/graph.ts';
import { textAt } from '../../graph/value.ts';

// A task definition holds its containers as JSON text.

/** Containers of a task; undefined when the definition is not known yet. */
export function containersOf(task: Resource): readonly unknown[] | undefined {
  const text = textAt(task.inputs, 'containerDefinitions');
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
