import { isSet, isValues, type Value, type Values } from './values.ts';

/** A value and where it stands, written as a person would: `backends[0].capacityScaler`. */
export interface Located<T extends Value = Value> {
  path: string;
  value: T;
}

/**
 * Every present value that a path pattern names, in order. `backends[].group` names the group of each backend; a part
 * that is absent, or unknown further up, names nothing.
 */
export function locate(values: Values, pattern: string): Located[] {
  let found: Located[] = [{ path: '', value: values }];
  for (const part of pattern.split('.')) {
    const everyItem = part.endsWith('[]');
    const name = everyItem ? part.slice(0, -2) : part;
    found = found.flatMap(({ path, value }) => {
      const child = isValues(value) ? value[name] : undefined;
      if (!isSet(child)) return [];
      const childPath = join(path, name);
      if (!everyItem) return [{ path: childPath, value: child as Value }];
      if (!Array.isArray(child)) return [];
      return child.map((item, index) => ({ path: `${childPath}[${index}]`, value: item }));
    });
  }
  return found;
}

/** The one present value at a path without `[]`. */
export function valueAt(values: Values, path: string): Value | undefined {
  return locate(values, path)[0]?.value;
}

/** The path of a property of an object; the object itself may be the root, whose path is empty. */
export function join(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`;
}

/** A concrete path as the pattern it is an instance of: `backends[0].group` becomes `backends[].group`. */
export function patternOf(path: string): string {
  return path.replace(/\[\d+\]/g, '[]');
}

/** Whether a concrete path is, or lies inside, what a pattern names. */
export function isWithin(path: string, pattern: string): boolean {
  const concrete = patternOf(path);
  return concrete === pattern || concrete.startsWith(`${pattern}.`) || concrete.startsWith(`${pattern}[`);
}

/** The property of the resource that a path lies in. */
export function topLevel(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}
