import grpc from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import type { Clouds } from '../cloud/clouds.ts';
import type { Package } from '../kit/package.ts';
import { Calls } from './calls.ts';
import { Provider } from './provider.ts';
import { Refusal } from '../kit/refusal.ts';

/** The protocol's service definition, for a server to add. */
export const definition = services.ResourceProviderService;

/** The methods of Pulumi's ResourceProvider protocol for one package; those left out answer "unimplemented". */
export function serviceOf(pack: Package, clouds: Clouds, environment: NodeJS.ProcessEnv): UntypedServiceImplementation {
  // One engine, or one configured provider of a program, is one connection; several may share this process.
  const sessions = new Map<string, Calls>();
  const sessionOf = (peer: string): Calls => {
    let session = sessions.get(peer);
    if (!session) {
      session = new Calls(new Provider(pack), clouds, environment);
      sessions.set(peer, session);
    }
    return session;
  };

  const method = <Request, Response>(
    ResponseClass: new () => Response,
    answer: (calls: Calls, request: Request, response: Response) => void | Promise<void>,
  ) => {
    return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
      const response = new ResponseClass();
      const run = async (): Promise<void> => answer(sessionOf(call.getPeer()), call.request, response);
      run().then(
        () => callback(null, response),
        (error: unknown) => callback(errorOf(error)),
      );
    };
  };

  return {
    getPluginInfo: method(plugins.PluginInfo, (calls, request, response) => calls.getPluginInfo(request, response)),
    checkConfig: method(
      messages.CheckResponse,
      (calls, request: InstanceType<typeof messages.CheckRequest>, response) => calls.checkConfig(request, response),
    ),
    diffConfig: method(messages.DiffResponse, (calls, request: InstanceType<typeof messages.DiffRequest>, response) =>
      calls.diffConfig(request, response),
    ),
    configure: method(
      messages.ConfigureResponse,
      (calls, request: InstanceType<typeof messages.ConfigureRequest>, response) => calls.configure(request, response),
    ),
    invoke: method(messages.InvokeResponse, (calls, request: InstanceType<typeof messages.InvokeRequest>, response) =>
      calls.invoke(request, response),
    ),
    check: method(messages.CheckResponse, (calls, request: InstanceType<typeof messages.CheckRequest>, response) =>
      calls.check(request, response),
    ),
    diff: method(messages.DiffResponse, (calls, request: InstanceType<typeof messages.DiffRequest>, response) =>
      calls.diff(request, response),
    ),
    create: method(messages.CreateResponse, (calls, request: InstanceType<typeof messages.CreateRequest>, response) =>
      calls.create(request, response),
    ),
    read: method(messages.ReadResponse, (calls, request: InstanceType<typeof messages.ReadRequest>, response) =>
      calls.read(request, response),
    ),
    update: method(messages.UpdateResponse, (calls, request: InstanceType<typeof messages.UpdateRequest>, response) =>
      calls.update(request, response),
    ),
    delete: method(emptyMessages.Empty, (calls, request: InstanceType<typeof messages.DeleteRequest>) =>
      calls.delete(request),
    ),
    // An engine that is told of a running provider (`PULUMI_DEBUG_PROVIDERS`) greets it. It may have the port of one that is
    // gone, and what that one did and was refused is none of its business.
    attach: (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
      sessions.delete(call.getPeer());
      callback(null, new emptyMessages.Empty());
    },
    cancel: method(emptyMessages.Empty, (calls) => calls.cancel()),
  };
}

function errorOf(error: unknown): { code: number; message: string } {
  if (error instanceof Refusal) return { code: grpc.status.UNKNOWN, message: error.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: grpc.status.INTERNAL, message: `the offline cloud has a defect: ${detail}` };
}
