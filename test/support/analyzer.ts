import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import * as grpc from '@grpc/grpc-js';
import { AnalyzerClient } from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/analyzer_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import structs from 'google-protobuf/google/protobuf/struct_pb.js';

import type { Resource } from '../../topology/graph/graph.ts';

// The pack as the engine runs it: a process of its own, asked over gRPC in the engine's order (each resource's inputs
// before it is touched, then the whole stack with its links).

const NODE = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const RUNNER = fileURLToPath(new URL('../../node_modules/@pulumi/pulumi/cmd/run-policy-pack', import.meta.url));
const PACK = fileURLToPath(new URL('../../policy', import.meta.url));

/** What the SDK declares secret of the types that tests use. */
const SECRET_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  'gcp:secretmanager/secretVersion:SecretVersion': ['secretData', 'secretDataWo'],
};

const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';

/** A value as the engine sends a secret. */
export const secretValue = (value: unknown): unknown => ({
  '4dabf18193072939515e22adb298388d': SECRET_SIGNATURE,
  value,
});

export interface Diagnostic {
  readonly policy: string;
  readonly level: 'advisory' | 'mandatory';
  readonly urn: string;
  readonly message: string;
  /** When the pack said it: before a resource was touched, or at the end. */
  readonly when: 'resource' | 'stack';
}

/** One policy of the pack as the engine learns of it. */
export interface PolicyInfo {
  readonly name: string;
  readonly level: number;
  readonly settings: readonly string[];
}

/** Configuration by policy, as `--policy-pack-config` gives it. */
export type PackConfig = Readonly<Record<string, { readonly level?: keyof typeof LEVELS } & Record<string, unknown>>>;

const LEVELS = { advisory: 0, mandatory: 1, disabled: 2, remediate: 3 } as const;

type Struct = ReturnType<typeof structs.Struct.fromJavaScript>;
type Call<Request, Response> = (
  request: Request,
  done: (error: grpc.ServiceError | null, response: Response) => void,
) => grpc.ClientUnaryCall;

/** A running pack. Close it when done. */
export class Pack {
  readonly #client: AnalyzerClient;
  readonly #close: () => Promise<void>;

  private constructor(client: AnalyzerClient, close: () => Promise<void>) {
    this.#client = client;
    this.#close = close;
  }

  static async start(folder: string = PACK): Promise<Pack> {
    const child = spawn(NODE, [RUNNER, '127.0.0.1:1', folder], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const options = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
    const address = `127.0.0.1:${port.toString().trim()}`;
    const client = new AnalyzerClient(address, grpc.credentials.createInsecure(), options);
    return new Pack(client, async () => {
      client.close();
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    });
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async policies(): Promise<readonly PolicyInfo[]> {
    const info = await call<InstanceType<typeof emptyMessages.Empty>, InstanceType<typeof messages.AnalyzerInfo>>(
      (request, done) => this.#client.getAnalyzerInfo(request, done),
      new emptyMessages.Empty(),
    );
    return info.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      level: policy.getEnforcementlevel(),
      settings: Object.keys(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}),
    }));
  }

  async configure(config: PackConfig): Promise<void> {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const { name, level } of await this.policies()) {
      const { level: given, ...properties } = config[name] ?? {};
      const one = new messages.PolicyConfig();
      one.setEnforcementlevel(given === undefined ? level : LEVELS[given]);
      one.setProperties(structOf(properties));
      request.getPolicyconfigMap().set(name, one);
    }
    await call<typeof request, unknown>((message, done) => this.#client.configure(message, done), request);
  }

  /** Everything the pack says about a plan. `stackOutputs` stand for what the cloud adds to a resource's inputs. */
  async run(
    resources: readonly Resource[],
    stackOutputs: (resource: Resource) => Readonly<Record<string, unknown>> = ({ inputs }) => inputs,
  ): Promise<readonly Diagnostic[]> {
    const said: Diagnostic[] = [];
    const repaired: Resource[] = [];
    for (const given of resources) {
      const resource = await this.repair(given);
      repaired.push(resource);
      const request = this.#request(resource);
      const response = await call<typeof request, InstanceType<typeof messages.AnalyzeResponse>>(
        (message, done) => this.#client.analyze(message, done),
        request,
      );
      said.push(...diagnosticsOf(response, 'resource'));
    }
    const stack = new messages.AnalyzeStackRequest();
    stack.setResourcesList(repaired.map((resource) => stackResource(resource, stackOutputs(resource))));
    const response = await call<typeof stack, InstanceType<typeof messages.AnalyzeResponse>>(
      (message, done) => this.#client.analyzeStack(message, done),
      stack,
    );
    return [...said, ...diagnosticsOf(response, 'stack')];
  }

  /** A resource with what the pack's remediations make of its inputs. */
  async repair(resource: Resource): Promise<Resource> {
    const request = this.#request(resource);
    const response = await call<typeof request, InstanceType<typeof messages.RemediateResponse>>(
      (message, done) => this.#client.remediate(message, done),
      request,
    );
    const written = response.getRemediationsList().flatMap((one) => one.getProperties()?.toJavaScript() ?? []);
    return { ...resource, inputs: written.at(-1) ?? resource.inputs };
  }

  #request(resource: Resource): InstanceType<typeof messages.AnalyzeRequest> {
    const request = new messages.AnalyzeRequest();
    request.setUrn(resource.urn);
    request.setType(resource.type);
    request.setName(resource.name);
    request.setProperties(structOf(resource.inputs));
    request.setOptions(optionsOf(resource));
    request.setProvider(providerOf(resource));
    return request;
  }
}

function stackResource(
  resource: Resource,
  properties: Readonly<Record<string, unknown>>,
): InstanceType<typeof messages.AnalyzerResource> {
  const message = new messages.AnalyzerResource();
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setProperties(structOf(properties));
  message.setOptions(optionsOf(resource));
  message.setProvider(providerOf(resource));
  message.setParent(resource.parent ?? '');
  message.setDependenciesList([...resource.dependencies]);
  for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
    const links = new messages.AnalyzerPropertyDependencies();
    links.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(key, links);
  }
  return message;
}

function optionsOf(resource: Resource): InstanceType<typeof messages.AnalyzerResourceOptions> {
  const options = new messages.AnalyzerResourceOptions();
  options.setProtect(resource.protect);
  options.setIgnorechangesList([...resource.ignoreChanges]);
  options.setParent(resource.parent ?? '');
  options.setAdditionalsecretoutputsList([...(SECRET_OUTPUTS[resource.type] ?? [])]);
  return options;
}

function providerOf(resource: Resource): InstanceType<typeof messages.AnalyzerProviderResource> | undefined {
  if (!resource.custom) return undefined;
  const provider = new messages.AnalyzerProviderResource();
  provider.setUrn('urn:pulumi:test::plan::pulumi:providers:gcp::default');
  provider.setType('pulumi:providers:gcp');
  provider.setName('default');
  provider.setProperties(structOf({}));
  return provider;
}

const structOf = (values: Readonly<Record<string, unknown>>): Struct =>
  structs.Struct.fromJavaScript(values as Parameters<typeof structs.Struct.fromJavaScript>[0]);

const diagnosticsOf = (
  response: InstanceType<typeof messages.AnalyzeResponse>,
  when: Diagnostic['when'],
): readonly Diagnostic[] =>
  response.getDiagnosticsList().map((one) => ({
    policy: one.getPolicyname(),
    level: Number(one.getEnforcementlevel()) === LEVELS.advisory ? 'advisory' : 'mandatory',
    urn: one.getUrn(),
    message: one.getMessage(),
    when,
  }));

async function call<Request, Response>(method: Call<Request, Response>, request: Request): Promise<Response> {
  return await new Promise((resolve, reject) => {
    method(request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}
