import type { Resource } from '../../../../topology/graph/graph.ts';
import { valueAt } from '../../../../topology/graph/value.ts';

/** True for a task definition that is made for Fargate. */
export const onFargate = ({ inputs }: Resource): boolean => {
  const requires = valueAt(inputs, 'requiresCompatibilities');
  return Array.isArray(requires) && requires.includes('FARGATE');
};

/** A policy document, whether it is written as text or as an object; undefined when it cannot be read. */
export function statementsOf(document: unknown): readonly unknown[] | undefined {
  let parsed: unknown = document;
  if (typeof document === 'string') {
    try {
      parsed = JSON.parse(document);
    } catch {
      return undefined;
    }
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const statements = (parsed as Readonly<Record<string, unknown>>)['Statement'];
  if (statements === undefined) return undefined;
  return Array.isArray(statements) ? (statements as unknown[]) : [statements];
}
