import { shortType } from '../../../policy/frame/message.ts';
import type { Report } from './report.ts';

/**
 * Per type of resource that the change touches, or that an update would do more to than create: the type, how many the
 * change adds, changes and removes, and what an update would do.
 */
export function resourceTypes({ resources, planned }: Report): readonly (readonly string[])[] {
  const operations = new Map(planned.map((one) => [one.type, one.operations]));
  const existing = planned.filter((one) => Object.keys(one.operations).some((operation) => operation !== 'create'));
  const types = new Set([...resources, ...existing].map(({ type }) => type));
  return [...types].sort().map((type) => {
    const count = (wanted: string): string =>
      String(resources.filter((one) => one.type === type && one.kind === wanted).length);
    const counts = Object.entries(operations.get(type) ?? {}).map(([operation, times]) => `${operation} ${times}`);
    return [shortType(type), count('added'), count('changed'), count('removed'), counts.join(', ') || 'nothing'];
  });
}
