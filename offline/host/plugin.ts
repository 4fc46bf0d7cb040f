import type { RunPluginRequest } from '@pulumi/pulumi/proto/language_pb.js';
import type { ChildProcess } from 'node:child_process';
import { startNode } from './children.ts';
import { nodeArguments, sdkScript, type NodeOptions } from './sdk.ts';

/**
 * Starts a plugin written for Node: a policy pack (kind `analyzer`) or a provider (any other kind). Its output is piped,
 * because the engine reads the plugin's port from it.
 */
export function startPlugin(request: RunPluginRequest): ChildProcess {
  const info = request.getInfo();
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as NodeOptions;
  const folder = info?.getProgramDirectory() || request.getProgram();
  const isPolicyPack = request.getKind() === 'analyzer';
  const script = sdkScript(folder, isPolicyPack ? 'run-policy-pack' : 'run-plugin');
  const args = request.getArgsList();
  return startNode([...nodeArguments(options), script, ...(isPolicyPack ? [...args, folder] : [folder, ...args])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A policy pack reads its version from the package.json of the folder it is started in.
    cwd: isPolicyPack ? folder : request.getPwd() || folder,
    env: { ...process.env, ...variables(request.getEnvList()) },
  });
}

const variables = (entries: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
