// The table of argument names that the rule about misspellings reads, made from the shapes of the provider's SDK. One line
// a resource type or block, so that a new version of the provider shows as the lines that it changes.

/** What the shapes say of each resource type and block. */
export interface Shapes {
  readonly version: string;
  readonly resources: Readonly<
    Record<
      string,
      { readonly inputs: Readonly<Record<string, string>>; readonly outputs: Readonly<Record<string, string>> }
    >
  >;
  readonly objects: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The table as a module. */
export function argumentsModule(shapes: Shapes): string {
  // A state shows what the cloud filled in as well, so outputs are known names too.
  const resources = Object.entries(shapes.resources).map(([type, { inputs, outputs }]) =>
    line(type, { ...outputs, ...inputs }, shapes),
  );
  const blocks = Object.entries(shapes.objects).map(([name, properties]) => line(name, properties, shapes));
  return [
    `// Written by \`node policy/writeArguments.ts\` from the shapes of version ${shapes.version} of the provider.`,
    '',
    '/** A line for each resource type and block: its name, then its arguments, each with a colon and its block if it has one. */',
    'export const ARGUMENTS = `',
    ...[...resources, ...blocks].sort(),
    '`;',
    '',
  ].join('\n');
}

function line(name: string, properties: Readonly<Record<string, string>>, { objects }: Shapes): string {
  const names = Object.entries(properties).map(([argument, kind]) => {
    const block = kind.replace(/^(\[\])+/, '').replace(/!$/, '');
    // The keys of a map are a person's own.
    if (block in objects) return `${argument}:${block}`;
    return argument;
  });
  return [name, ...names.sort()].join(' ');
}
