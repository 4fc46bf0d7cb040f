import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageNames } from './packages.ts';

const require = createRequire(import.meta.url);
const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/**
 * Puts the stand-ins where the engine looks for provider plugins, at the versions the installed SDKs ask for. Does
 * nothing when they are there already.
 *
 * @param pulumiHome folder that the engine is given as `PULUMI_HOME`
 * @param nodeBin the Node.js that runs them, able to run TypeScript
 */
export function installProviders(pulumiHome: string, nodeBin: string): void {
  for (const name of packageNames) {
    const folder = path.join(pulumiHome, 'plugins', `resource-${name}-v${sdkVersion(name)}`);
    const launcher = path.join(folder, `pulumi-resource-${name}`);
    const script = `#!/bin/sh
NODE_COMPILE_CACHE=${quoted(path.join(pulumiHome, 'compile-cache'))} exec ${quoted(nodeBin)} ${quoted(program)} ${name} "$@"
`;
    if (existsSync(launcher) && readFileSync(launcher, 'utf8') === script) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(launcher, script);
    chmodSync(launcher, 0o755);
  }
}

function sdkVersion(name: string): string {
  const file = require.resolve(`@pulumi/${name}/package.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
