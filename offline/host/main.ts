// Stand-in for `pulumi-language-nodejs`, for a CLI that was built from source and lacks the real one: the engine starts
// it with its own address as the last argument and reads the port of the service from the first line of its output.

import { Server, ServerCredentials } from '@grpc/grpc-js';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb.js';
import { allEnded, endAllChildren, killAllChildren } from './children.ts';
import { languageService } from './service.ts';

const unlimited = -1;
const closeGraceMs = 3000;
/** For answers that are on their way when the last child has ended. */
const answerMs = 50;

const engineAddress = process.argv.at(-1) ?? '';
const server = new Server({
  'grpc.max_receive_message_length': unlimited,
  'grpc.max_send_message_length': unlimited,
});
server.addService(LanguageRuntimeService, { ...languageService(engineAddress, process.versions.node) });

server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    console.error(`the language host cannot listen on 127.0.0.1: ${error.message}`);
    process.exit(1);
  }
  // As text: a number would be coloured where colours are forced.
  console.log(String(port));
});

let closing = false;
function close(): void {
  if (closing) return;
  closing = true;
  endAllChildren();
  // Not by the server's own shutdown: it waits for the engine's connection to end, and the engine waits for the host.
  void allEnded().then(() => setTimeout(() => process.exit(0), answerMs));
  setTimeout(() => process.exit(0), closeGraceMs).unref();
}

process.on('exit', killAllChildren);
process.on('SIGINT', close);
process.on('SIGTERM', close);
// The engine holds the other end of stdin: its end is the engine's end, even when the engine was killed.
process.stdin.on('end', close).on('error', close).resume();
