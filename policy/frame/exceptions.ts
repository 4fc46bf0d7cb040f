import type { Resource, ResourceGraph } from '../../topology/graph/graph.ts';
import { valueAt } from '../../topology/graph/value.ts';

// Agreed breaches. Each names a rule, a resource, a reason, an owner and the last day on which it holds, and each is
// printed in every run. They come from the pack's configuration or from a topology component, where they cover the
// component and what is below it.

/** An agreed breach of one rule. */
export interface Exception {
  readonly rule: string;
  /** Logical name or URN, or `*`. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, YYYY-MM-DD, in UTC. */
  readonly until: string;
  /** Where it was written, for messages. */
  readonly from: string;
  /** URN of the component that declared it; it covers only that and its descendants. */
  readonly below?: string;
}

/** Fields a person has to fill in. */
export const EXCEPTION_FIELDS = ['rule', 'resource', 'reason', 'owner', 'until'] as const;

const COMPONENT = /^tandem:index:\w+(TwoRegion|MultiCloud)$/;

/** Reads a list that a person wrote: the usable exceptions, and a sentence for each one that is not. */
export function readExceptions(
  list: unknown,
  from: string,
  below?: string,
): { exceptions: readonly Exception[]; problems: readonly string[] } {
  const exceptions: Exception[] = [];
  const problems: string[] = [];
  const items = list === undefined || list === null ? [] : list;
  if (!Array.isArray(items)) return { exceptions, problems: [`${from} must be a list`] };
  items.forEach((item: unknown, index) => {
    const where = `${from}[${index}]`;
    const missing = EXCEPTION_FIELDS.filter((field) => {
      const value = valueAt(item, field);
      return typeof value !== 'string' || value.trim() === '';
    });
    if (missing.length > 0) {
      problems.push(`${where} lacks ${missing.join(', ')}: each is a text that is not empty`);
      return;
    }
    const text = (field: (typeof EXCEPTION_FIELDS)[number]): string => String(valueAt(item, field));
    if (!isDay(text('until'))) {
      problems.push(`${where}.until is ${text('until')}: allowed is a day that exists, as YYYY-MM-DD`);
      return;
    }
    exceptions.push({
      rule: text('rule'),
      resource: text('resource'),
      reason: text('reason'),
      owner: text('owner'),
      until: text('until'),
      from: where,
      ...(below ? { below } : {}),
    });
  });
  return { exceptions, problems };
}

/** The exceptions that a topology component declares; nothing for any other resource. */
export function declaredExceptions(resource: Pick<Resource, 'type' | 'name' | 'urn' | 'inputs'>): {
  exceptions: readonly Exception[];
  problems: readonly string[];
} {
  if (!COMPONENT.test(resource.type)) return { exceptions: [], problems: [] };
  const list = valueAt(resource.inputs, 'declared.exceptions') ?? valueAt(resource.inputs, 'exceptions');
  return readExceptions(list, `exceptions of ${resource.name}`, resource.urn);
}

/** True when the exception is about this rule and resource, whatever the date. */
export function isAbout(
  exception: Exception,
  rule: string,
  resource: { readonly urn: string; readonly ancestors: readonly string[] },
): boolean {
  const { below } = exception;
  if (exception.rule !== rule) return false;
  if (below !== undefined && below !== resource.urn && !resource.ancestors.includes(below)) return false;
  const name = resource.urn.slice(resource.urn.lastIndexOf('::') + 2);
  return exception.resource === '*' || exception.resource === resource.urn || exception.resource === name;
}

/** True from the day after the last one on which the exception holds. Days compare as text. */
export const isExpired = (exception: Exception, today: string): boolean => exception.until < today;

/** URNs of the components above a resource, nearest first. */
export function ancestorsOf(graph: ResourceGraph, urn: string): readonly string[] {
  const ancestors: string[] = [];
  let parent = graph.get(urn)?.parent;
  while (parent !== undefined && !ancestors.includes(parent)) {
    ancestors.push(parent);
    parent = graph.get(parent)?.parent;
  }
  return ancestors;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
