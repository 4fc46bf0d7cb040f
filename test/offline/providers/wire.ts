import grpc from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import type { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb.js';

/** A client as the engine has one, with promises. */
export class Wire {
  private readonly client: ResourceProviderClient;

  constructor(port: number) {
    // A connection of its own, as every engine has.
    const options = { 'grpc.use_local_subchannel_pool': 1 };
    this.client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
  }

  /** Calls one method; rejects with the message the engine would show. */
  call<Response>(method: keyof ResourceProviderClient, request: unknown): Promise<Response> {
    return new Promise((resolve, reject) => {
      const invoke = this.client[method].bind(this.client) as unknown as (
        request: unknown,
        done: (error: { details: string } | null, response: Response) => void,
      ) => void;
      invoke(request, (error, response) => (error ? reject(new Error(error.details)) : resolve(response)));
    });
  }

  close(): void {
    this.client.close();
  }
}
