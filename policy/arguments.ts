// The table of argument names that the rule about misspellings reads, made from the shapes of the provider's SDK. One line
// a resource type or block, so that a new version of the provider shows as the lines that it changes.

/** What the shapes say of each resource type and block. */
export interface Shapes {
  readonly resources: Readonly<
    Record<
      string,
      { readonly inputs: Readonly<Record<string, string>>; readonly outputs: Readonly<Record<string, string>> }
    >
  >;
  readonly objects: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The table as JSON: for each resource type and block its arguments, separated by spaces, each with a colon and its block
 * if it has one.
 */
export function argumentsTable(shapes: Shapes): string {
  // A state shows what the cloud filled in as well, so outputs are known names too.
  const resources = Object.entries(shapes.resources).map(
    ([type, { inputs, outputs }]) => [type, namesIn({ ...outputs, ...inputs }, shapes)] as const,
  );
  const blocks = Object.entries(shapes.objects).map(
    ([name, properties]) => [name, namesIn(properties, shapes)] as const,
  );
  const sorted = [...resources, ...blocks].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 1)}\n`;
}

function namesIn(properties: Readonly<Record<string, string>>, { objects }: Shapes): string {
  const names = Object.entries(properties).map(([argument, kind]) => {
    const block = kind.replace(/^(\[\])+/, '').replace(/!$/, '');
    // The keys of a map are a person's own.
    return block in objects ? `${argument}:${block}` : argument;
  });
  return names.sort().join(' ');
}
