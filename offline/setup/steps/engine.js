import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineFolder, inCheckout } from '../places.js';
import { runTool } from '../run.js';
import { fingerprint, isStamped, readText, stamp } from '../stamp.js';
import { isExecutable, which } from '../which.js';

const binary = join(engineFolder, 'pulumi');
const launcher = join(engineFolder, 'pulumi-language-nodejs');

/** The Pulumi command line: the one on PATH when it is new enough and whole, else one built from the Go module. */
export const engine = {
  title: 'Pulumi command line',
  group: 'engine',

  needs: () => (usableOnPath() || versionOf(binary) === builtVersion() ? [] : ['go']),

  isDone: () =>
    (isStamped('engine', buildPrint()) && isExecutable(binary) && isExecutable(launcher)) ||
    isStamped('engine', installedPrint()),

  /** @param {AbortSignal} signal */
  async run(signal) {
    if (usableOnPath()) return stamp('engine', installedPrint());
    mkdirSync(engineFolder, { recursive: true });
    if (versionOf(binary) !== builtVersion()) await build(this.title, signal);
    writeFileSync(launcher, launcherScript);
    chmodSync(launcher, 0o755);
    stamp('engine', buildPrint());
  },
};

const builtVersion = () => /github\.com\/pulumi\/pulumi\/pkg\/v3 (v[\d.]+)/.exec(goModule('go.mod'))?.[1] ?? '';

/** @param {string} file */
const goModule = (file) => readText(inCheckout('offline', 'cli', file)) ?? '';

const installed = () => which('pulumi', { except: engineFolder });

function installedPrint() {
  const found = installed();
  return fingerprint(found, found && String(statSync(found).mtimeMs), leastVersion());
}

const buildPrint = () => fingerprint(goModule('go.mod'), goModule('go.sum'), launcherScript);

/**
 * @param {string} title
 * @param {AbortSignal} signal
 */
async function build(title, signal) {
  const fresh = `${binary}.${process.pid}`;
  const version = builtVersion();
  try {
    await runTool({
      title: `${title} ${version} (built once, three to five minutes)`,
      command: 'go',
      args: [
        'build',
        '-trimpath',
        '-buildvcs=false',
        `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
        '-o',
        fresh,
        'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
      ],
      cwd: inCheckout('offline', 'cli'),
      remedy:
        'see that the Go module proxy can be reached (`go env GOPROXY`) and 3 GB of memory and disk are free, then run ' +
        'this again; or install Pulumi yourself (https://www.pulumi.com/docs/install/) and it will be used.',
      signal,
    });
    renameSync(fresh, binary);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** A `pulumi` that a person installed: at least the version Pulumi.yaml asks for, with its Node language host. */
function usableOnPath() {
  const found = installed();
  if (found === undefined) return false;
  const host = 'pulumi-language-nodejs';
  if (!isExecutable(join(dirname(realpathSync(found)), host)) && !which(host, { except: engineFolder })) return false;
  return isAtLeast(versionOf(found), leastVersion());
}

const leastVersion = () =>
  /requiredPulumiVersion:.*?>=\s*(\d[\d.]*)/.exec(readText(inCheckout('Pulumi.yaml')) ?? '')?.[1];

/** @param {string} path */
function versionOf(path) {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: 'true' };
    return execFileSync(path, ['version'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/**
 * @param {string | undefined} version
 * @param {string | undefined} least
 */
function isAtLeast(version, least) {
  if (version === undefined || least === undefined) return false;
  const [have, want] = [version, least].map((text) =>
    text
      .replace(/^v/, '')
      .split('.')
      .map((part) => parseInt(part, 10)),
  );
  for (const [index, wanted] of want.entries()) {
    const difference = (have[index] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

const launcherScript = `#!/bin/sh
# Starts the stand-in for Pulumi's Node language host (offline/host) with the checkout's own Node.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
exec "$here/../../node_modules/.bin/node" "$here/../../offline/host/main.ts" "$@"
`;
