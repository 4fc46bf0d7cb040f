/** A block found anywhere in a resource's inputs, with the path that leads to it. */
interface FoundBlock {
  readonly path: string;
  readonly block: unknown;
}

/** Every value under a key of this name, at any depth. Paths read as a program writes them: `pathMatchers[0].retryPolicy`. */
export function blocksNamed(root: unknown, name: string, at = ''): readonly FoundBlock[] {
  if (Array.isArray(root)) return root.flatMap((item, index) => blocksNamed(item, name, `${at}[${index}]`));
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) => {
    const path = at === '' ? key : `${at}.${key}`;
    return key === name ? [{ path, block: value as unknown }] : blocksNamed(value, name, path);
  });
}

/** Every text at any depth, with the path that leads to it. */
export function textsIn(root: unknown, at = ''): readonly { readonly path: string; readonly text: string }[] {
  if (typeof root === 'string') return [{ path: at, text: root }];
  if (Array.isArray(root)) return root.flatMap((item, index) => textsIn(item, `${at}[${index}]`));
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) => textsIn(value, at === '' ? key : `${at}.${key}`));
}
