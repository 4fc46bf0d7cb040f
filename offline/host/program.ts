import type { RunRequest } from '@pulumi/pulumi/proto/language_pb.js';
import { ended, startNode, type ChildEnd } from './children.ts';
import { nodeArguments, optionVariables, sdkScript, type NodeOptions } from './sdk.ts';

/** The program has told the person what is wrong: the engine should stop and add nothing. */
const alreadyReportedExitCode = 32;

/** What the engine is told about a run. Empty when all went well. */
export interface RunOutcome {
  readonly error?: string;
  readonly bail?: boolean;
}

/**
 * Runs a Pulumi program to its end. Its output goes to the host's own, which the engine shows to the person.
 *
 * @param engineAddress where the SDK sends log messages.
 */
export async function runProgram(request: RunRequest, engineAddress: string): Promise<RunOutcome> {
  const info = request.getInfo();
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as NodeOptions;
  const programFolder = info?.getProgramDirectory() || request.getPwd();
  const child = startNode(
    [
      ...nodeArguments(options),
      sdkScript(programFolder, 'run'),
      ...runnerFlags(request, engineAddress, info?.getRootDirectory()),
      info?.getEntryPoint() || '.',
      ...request.getArgsList(),
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ...optionVariables(options),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
    },
  );
  return outcome(await ended(child));
}

function runnerFlags(request: RunRequest, engineAddress: string, rootFolder: string | undefined): string[] {
  const flags: Record<string, string | undefined> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    'root-directory': rootFolder,
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : []));
  return request.getDryrun() ? [...given, '--dry-run'] : given;
}

function outcome({ code, signal }: ChildEnd): RunOutcome {
  if (signal !== null) return { error: `the program was ended by ${signal}` };
  if (code === alreadyReportedExitCode) return { bail: true };
  return code === 0 ? {} : { error: `the program ended with exit code ${code}` };
}
