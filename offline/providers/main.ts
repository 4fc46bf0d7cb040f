/**
 * Serves the stand-ins for provider plugins: `node offline/providers/main.ts <package> [<package> ...]`.
 *
 * Started by the engine with one package it prints a port, as any plugin does. With several it serves each on its own
 * port and prints `{"gcp":12345,"aws":12346}`, for `PULUMI_DEBUG_PROVIDERS` and one process for a whole test suite.
 * Ends when its standard input closes, when its parent is gone, or when it is told to.
 */
import { fstatSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import { Clouds } from './cloud/clouds.ts';
import type { Package } from './kit/package.ts';
import { isPackageName, loadPackage, packageNames } from './packages.ts';
import { definition, serviceOf } from './protocol/service.ts';

const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;
const PARENT_CHECK_MILLISECONDS = 1000;

async function main(): Promise<void> {
  // The engine adds its own address as the last argument.
  const names = process.argv.slice(2).filter((argument) => !/^[\d.:[\]]+$/.test(argument) && !argument.startsWith('-'));
  const unknown = names.filter((name) => !isPackageName(name));
  if (names.length === 0 || unknown.length > 0) {
    console.error(
      `usage: main.ts <package> [<package> ...], with packages out of ${packageNames.join(', ')}; got ${names.join(' ') || 'none'}`,
    );
    process.exit(2);
  }
  const clouds = new Clouds(process.env['TANDEM_OFFLINE_CLOUD']);
  const ports: { [name: string]: number } = {};
  for (const name of names.filter(isPackageName)) ports[name] = await serve(await loadPackage(name), clouds);
  endWithParent();
  console.log(names.length === 1 ? Object.values(ports).join() : JSON.stringify(ports));
}

function serve(pack: Package, clouds: Clouds): Promise<number> {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': MAXIMUM_MESSAGE_BYTES });
  server.addService(definition, serviceOf(pack, clouds, process.env));
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/** A provider that outlives its engine would hold the folder of the offline cloud for ever. */
function endWithParent(): void {
  const end = (): never => process.exit(0);
  process.on('SIGTERM', end);
  process.on('SIGINT', end); // How the engine ends its plugins; a person's Ctrl-C does not reach them.
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.on('end', end).on('error', end).resume();
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end(), PARENT_CHECK_MILLISECONDS).unref();
}

await main();
