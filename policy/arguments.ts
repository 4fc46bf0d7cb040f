// The tables that the rules about misspelled and about missing arguments read, made from the shapes of the provider's SDK.
// One line a resource type or block, so that a new version of the provider shows as the lines that it changes.

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

/** The arguments of each resource type and block that have to be given, as JSON; those without one are left out. */
export function requiredTable({ resources, objects }: Shapes): string {
  const all = [
    ...Object.entries(resources).map(([type, { inputs }]) => [type, inputs] as const),
    ...Object.entries(objects),
  ];
  const needed = all
    .map(([name, properties]) => {
      const own = Object.keys(properties).filter((argument) => properties[argument]?.endsWith('!'));
      return [name, own.sort().join(' ')] as const;
    })
    .filter(([, own]) => own !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(needed), null, 1)}\n`;
}

function namesIn(properties: Readonly<Record<string, string>>, { objects }: Shapes): string {
  const names = Object.entries(properties).map(([argument, kind]) => {
    const block = kind.replace(/^(\[\])+/, '').replace(/!$/, '');
    // The keys of a map are a person's own.
    return block in objects ? `${argument}:${block}` : argument;
  });
  return names.sort().join(' ');
}
