import { status, type sendUnaryData, type ServerWritableStream } from '@grpc/grpc-js';
import type { ILanguageRuntimeServer } from '@pulumi/pulumi/proto/language_grpc_pb.js';
import language from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import { endAllChildren, endChild, ended } from './children.ts';
import { declaredDependencies, installDependencies } from './dependencies.ts';
import { startPlugin } from './plugin.ts';
import { runProgram } from './program.ts';

/** The methods the engine calls when it runs programs, packs and plugins. The others are answered "unimplemented". */
export type LanguageService = Pick<
  ILanguageRuntimeServer,
  | 'handshake'
  | 'getRequiredPlugins'
  | 'getRequiredPackages'
  | 'run'
  | 'runPlugin'
  | 'getPluginInfo'
  | 'about'
  | 'getProgramDependencies'
  | 'installDependencies'
  | 'cancel'
>;

/**
 * The language host as a gRPC service.
 *
 * @param engineAddress address of the engine, handed on to the programs.
 * @param version what `pulumi about` and `pulumi plugin ls` show.
 */
export function languageService(engineAddress: string, version: string): LanguageService {
  return {
    handshake: (_call, answer) => answer(null, new language.LanguageHandshakeResponse()),

    // The engine finds a provider when a resource first asks for it; asking ahead only matters for downloads.
    getRequiredPlugins: (_call, answer) => answer(null, new language.GetRequiredPluginsResponse()),
    getRequiredPackages: (_call, answer) => answer(null, new language.GetRequiredPackagesResponse()),

    run: (call, answer) =>
      void settle(answer, async () => {
        const { error, bail } = await runProgram(call.request, engineAddress);
        const response = new language.RunResponse();
        if (error !== undefined) response.setError(error);
        if (bail) response.setBail(true);
        return response;
      }),

    runPlugin: (call) => void streamPlugin(call),

    getPluginInfo: (_call, answer) => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      answer(null, info);
    },

    about: (_call, answer) => {
      const response = new language.AboutResponse();
      response.setExecutable(process.execPath);
      response.setVersion(process.version);
      answer(null, response);
    },

    getProgramDependencies: (call, answer) => {
      const folder = call.request.getInfo()?.getProgramDirectory() || call.request.getPwd();
      const response = new language.GetProgramDependenciesResponse();
      for (const [name, wanted] of Object.entries(declaredDependencies(folder))) {
        const dependency = new language.DependencyInfo();
        dependency.setName(name);
        dependency.setVersion(wanted);
        response.addDependencies(dependency);
      }
      answer(null, response);
    },

    installDependencies: (call) => void streamInstall(call),

    cancel: (call, answer) => {
      endAllChildren();
      const empty = call.request;
      answer(null, empty);
    },
  };
}

async function settle<T>(answer: sendUnaryData<T>, work: () => Promise<T>): Promise<void> {
  try {
    answer(null, await work());
  } catch (error) {
    answer({ code: status.UNKNOWN, details: messageOf(error) });
  }
}

async function streamPlugin(
  call: ServerWritableStream<language.RunPluginRequest, language.RunPluginResponse>,
): Promise<void> {
  try {
    const child = startPlugin(call.request);
    call.once('cancelled', () => endChild(child));
    child.stdout?.on('data', (chunk: Buffer) => {
      const response = new language.RunPluginResponse();
      response.setStdout(chunk);
      call.write(response);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      const response = new language.RunPluginResponse();
      response.setStderr(chunk);
      call.write(response);
    });
    const { code } = await ended(child);
    const response = new language.RunPluginResponse();
    response.setExitcode(code ?? 1);
    call.write(response);
    call.end();
  } catch (error) {
    call.emit('error', { code: status.UNKNOWN, details: messageOf(error) });
  }
}

async function streamInstall(
  call: ServerWritableStream<language.InstallDependenciesRequest, language.InstallDependenciesResponse>,
): Promise<void> {
  const folder = call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory();
  try {
    await installDependencies(folder, (chunk) => {
      const response = new language.InstallDependenciesResponse();
      response.setStdout(chunk);
      call.write(response);
    });
    call.end();
  } catch (error) {
    call.emit('error', { code: status.UNKNOWN, details: messageOf(error) });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
