import grpc from '@grpc/grpc-js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import structs from 'google-protobuf/google/protobuf/struct_pb.js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import type * as Messages from '@pulumi/pulumi/proto/provider_pb.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clouds } from '../../../offline/providers/cloud/clouds.ts';
import { UNKNOWN, type Values } from '../../../offline/providers/kit/values.ts';
import { loadPackage, type PackageName } from '../../../offline/providers/packages.ts';
import { definition, serviceOf } from '../../../offline/providers/protocol/service.ts';
import { decode } from '../../../offline/providers/protocol/struct.ts';
import { resourcesIn, temporaryFolder } from '../../support/folder.ts';
import { Wire } from './wire.ts';

const SECRET = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
const secret = (value: string): Values => ({ ...SECRET, value });
const struct = (values: Values): InstanceType<typeof structs.Struct> => structs.Struct.fromJavaScript(values);
const urn = (type: string, name = 'x', stack = 'dev'): string =>
  `urn:pulumi:${stack}::app::tandem:index:Region$${type}::${name}`;

const open: { close(): void }[] = [];
afterEach(() => {
  for (const item of open.splice(0)) item.close();
});

async function serve(name: PackageName, environment: NodeJS.ProcessEnv = {}, folder?: string): Promise<number> {
  const server = new grpc.Server();
  server.addService(definition, serviceOf(await loadPackage(name), new Clouds(folder), environment));
  open.push({ close: () => server.forceShutdown() });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

/** An engine connected to a provider and past the configuration. */
class Engine {
  readonly wire: Wire;

  private constructor(wire: Wire) {
    this.wire = wire;
  }

  static async connect(port: number, settings: Values): Promise<Engine> {
    const wire = new Wire(port);
    open.push(wire);
    const engine = new Engine(wire);
    await engine.configure(settings);
    return engine;
  }

  async configure(settings: Values): Promise<void> {
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(settings));
    await this.wire.call<Messages.ConfigureResponse>('configure', request);
  }

  async check(type: string, inputs: Values, name?: string): Promise<{ inputs: Values; failures: string[] }> {
    const request = new messages.CheckRequest();
    request.setUrn(urn(type, name));
    request.setNews(struct(inputs));
    const response = await this.wire.call<Messages.CheckResponse>('check', request);
    const failures = response.getFailuresList().map((failure) => failure.getReason());
    return { inputs: response.getInputs()?.toJavaScript() ?? {}, failures };
  }

  async create(
    type: string,
    inputs: Values,
    options: { name?: string; preview?: boolean; stack?: string } = {},
  ): Promise<{ id: string; state: Values }> {
    const request = new messages.CreateRequest();
    request.setUrn(urn(type, options.name, options.stack));
    request.setPreview(options.preview ?? false);
    request.setProperties(struct((await this.check(type, inputs, options.name)).inputs));
    const response = await this.wire.call<Messages.CreateResponse>('create', request);
    return { id: response.getId(), state: response.getProperties()?.toJavaScript() ?? {} };
  }
}

describe('the provider protocol', () => {
  const VERSION = 'gcp:secretmanager/secretVersion:SecretVersion';
  const PASSWORD = 'random:index/randomPassword:RandomPassword';

  it('keeps secret inputs secret through check and create', async () => {
    const engine = await Engine.connect(await serve('gcp'), { project: 'p' });
    const inputs = { secret: 'projects/p/secrets/s', secretData: secret('hush') };
    const checked = await engine.check(VERSION, inputs);
    expect(checked.inputs['secretData']).toEqual(secret('hush'));
    const { state } = await engine.create(VERSION, inputs);
    expect(state['secretData']).toEqual(secret('hush'));
    expect(state['version']).toBe('1');
  });

  it('marks computed secrets', async () => {
    const engine = await Engine.connect(await serve('random'), {});
    const { id, state } = await engine.create(PASSWORD, { length: 20 });
    const { values, secrets } = decode(struct(state));
    expect(id).toBe('none');
    expect([...secrets].toSorted()).toEqual(['bcryptHash', 'result']);
    expect(values['result']).toMatch(/^.{20}$/);
  });

  it('says nothing of a secret value that it refuses', async () => {
    const engine = await Engine.connect(await serve('aws'), { region: 'us-east-1' });
    const { failures } = await engine.check('aws:elasticache/replicationGroup:ReplicationGroup', {
      description: 'd',
      authToken: secret('short'),
    });
    expect(failures).toEqual([expect.stringContaining("'x.authToken'")]);
    expect(failures.join()).not.toContain('short');
  });

  it('answers a preview with unknown values and no id', async () => {
    const engine = await Engine.connect(await serve('gcp'), { project: 'p' });
    const { id, state } = await engine.create('gcp:compute/network:Network', {}, { preview: true });
    expect(id).toBe('');
    expect(state['selfLink']).toBe(UNKNOWN);
  });

  it('reports a difference in detail', async () => {
    const engine = await Engine.connect(await serve('gcp'), { project: 'p' });
    const type = 'gcp:compute/healthCheck:HealthCheck';
    const before = { name: 'h', httpHealthCheck: { port: 80 } };
    const { id, state } = await engine.create(type, before);
    const request = new messages.DiffRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setOlds(struct(state));
    const after = { name: 'i', tcpHealthCheck: { port: 80 }, checkIntervalSec: 10 };
    request.setNews(struct((await engine.check(type, after)).inputs));
    const response = await engine.wire.call<Messages.DiffResponse>('diff', request);
    const { ADD, DELETE, UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
    const kinds: { [path: string]: number } = {};
    response.getDetaileddiffMap().forEach((detail, path) => (kinds[path] = detail.getKind()));
    expect(kinds).toEqual({
      name: UPDATE_REPLACE,
      httpHealthCheck: DELETE,
      tcpHealthCheck: ADD,
      checkIntervalSec: UPDATE,
    });
    expect(response.getReplacesList()).toEqual(['name']);
    expect(response.getDeletebeforereplace()).toBe(true);
  });

  it('reads back a resource with the inputs that would give it', async () => {
    const engine = await Engine.connect(await serve('gcp'), { project: 'p' });
    const type = 'gcp:compute/network:Network';
    const { id, state } = await engine.create(type, { name: 'n' });
    const request = new messages.ReadRequest();
    request.setUrn(urn(type));
    request.setId(id);
    request.setProperties(struct(state));
    request.setInputs(struct((await engine.check(type, { name: 'n' })).inputs));
    const response = await engine.wire.call<Messages.ReadResponse>('read', request);
    expect(response.getProperties()?.toJavaScript()).toEqual(state);
    expect(response.getInputs()?.toJavaScript()).toEqual({
      __defaults: ['autoCreateSubnetworks', 'networkFirewallPolicyEnforcementOrder'],
      autoCreateSubnetworks: true,
      name: 'n',
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
    });
  });

  it('says which file to add for a type or data source nobody described', async () => {
    const engine = await Engine.connect(await serve('gcp'), { project: 'p' });
    await expect(engine.check('gcp:pubsub/topic:Topic', {})).rejects.toThrow(
      'the offline cloud does not know gcp:pubsub/topic:Topic yet: add offline/providers/gcp/pubsub/topic.ts (see offline/README.md)',
    );
    const invoke = new messages.InvokeRequest();
    invoke.setTok('gcp:pubsub/getTopic:getTopic');
    await expect(engine.wire.call('invoke', invoke)).rejects.toThrow('does not know gcp:pubsub/getTopic:getTopic yet');
  });

  it('keeps the configurations of two engines and the clouds of two stacks apart', async () => {
    const port = await serve('gcp');
    const [one, two] = [await Engine.connect(port, { project: 'one' }), await Engine.connect(port, { project: 'two' })];
    const network = { name: 'n' };
    const type = 'gcp:compute/network:Network';
    expect((await one.create(type, network)).id).toBe('projects/one/global/networks/n');
    expect((await two.create(type, network)).id).toBe('projects/two/global/networks/n');
    await expect(one.create(type, network)).rejects.toThrow('already exists');
    expect((await one.create(type, network, { stack: 'staging' })).id).toBe('projects/one/global/networks/n');
  });

  it('begins anew with an engine that greets it from the port of one that is gone', async () => {
    const engine = await Engine.connect(await serve('gcp'), { project: 'one' });
    const type = 'gcp:compute/network:Network';
    await engine.wire.call('cancel', new emptyMessages.Empty());
    await expect(engine.create(type, { name: 'a' })).rejects.toThrow('was cancelled');
    await engine.wire.call('attach', new plugins.PluginAttach());
    await engine.configure({ project: 'two' });
    expect((await engine.create(type, { name: 'a' })).id).toBe('projects/two/global/networks/a');
  });

  it('takes its configuration from the environment, and says what is missing', async () => {
    const checkConfig = async (
      name: PackageName,
      environment: NodeJS.ProcessEnv,
      news: Values,
    ): Promise<Messages.CheckResponse> => {
      const wire = new Wire(await serve(name, environment));
      open.push(wire);
      const request = new messages.CheckRequest();
      request.setNews(struct(news));
      return wire.call<Messages.CheckResponse>('checkConfig', request);
    };
    const filled = await checkConfig('gcp', { GOOGLE_PROJECT: 'from-environment' }, {});
    expect(filled.getInputs()?.toJavaScript()).toEqual({ project: 'from-environment' });
    const [missing, misspelt] = (await checkConfig('aws', {}, { regoin: 'us-east-1' }))
      .getFailuresList()
      .map((item) => item.getReason())
      .toSorted();
    expect(missing).toContain('aws:region is missing');
    expect(misspelt).toBe('the aws provider has no setting `regoin`');
  });
});

describe('faults on request', () => {
  const type = 'gcp:compute/network:Network';

  it('fails the creation that is asked for, and only that', async () => {
    const engine = await Engine.connect(await serve('gcp', { TANDEM_FAULT: 'fail-create:2' }), { project: 'p' });
    await engine.create(type, {}, { name: 'a' });
    await expect(engine.create(type, {}, { name: 'b' })).rejects.toThrow('creating b fails: TANDEM_FAULT asks for it');
    await engine.create(type, {}, { name: 'c' });
  });

  it('takes a region down, and leaves the other', async () => {
    const engine = await Engine.connect(await serve('gcp', { TANDEM_FAULT: 'region-down:us-central1' }), {
      project: 'p',
    });
    const service = (location: string): Promise<unknown> =>
      engine.create(
        'gcp:cloudrunv2/service:Service',
        { location, template: { containers: [{ image: 'i' }] } },
        { name: location },
      );
    await expect(service('us-central1')).rejects.toThrow('region us-central1 does not answer');
    await service('us-east1');
    const zonal = { zone: 'us-central1-b', baseInstanceName: 'a', versions: [{ instanceTemplate: 't' }] };
    await expect(engine.create('gcp:compute/instanceGroupManager:InstanceGroupManager', zonal)).rejects.toThrow(
      'us-central1',
    );
  });

  it('ends a slow creation when the engine cancels', async () => {
    const engine = await Engine.connect(await serve('gcp', { TANDEM_FAULT: 'slow-create:200ms' }), { project: 'p' });
    const creating = engine.create(type, {}, { name: 'slow' });
    const outcome = expect(creating).rejects.toThrow('creating slow was cancelled');
    await engine.wire.call('cancel', new emptyMessages.Empty());
    await outcome;
  });

  it('makes what is asked and loses the answers, from the creation that is asked for on', async () => {
    const folder = temporaryFolder('lost');
    const port = await serve('gcp', { TANDEM_FAULT: 'lose-create:2' }, folder);
    const engine = await Engine.connect(port, { project: 'p' });
    await engine.create(type, {}, { name: 'heard' });
    const lost = ['second', 'third'].map((name) => engine.create(type, {}, { name }));
    const outcomes = Promise.allSettled(lost);
    await vi.waitUntil(() => resourcesIn(folder) === 3, { timeout: 60_000 });
    await engine.wire.call('cancel', new emptyMessages.Empty());
    expect(await outcomes).toMatchObject(
      ['second', 'third'].map((name) => ({
        status: 'rejected',
        reason: { message: expect.stringContaining(`nobody heard that ${name} was made`) as string },
      })),
    );
  });

  it.each(['fail-create:0', 'lose-create:soon', 'slow-create:2s', 'region-down:', 'explode'])(
    'refuses %s and says what is allowed',
    async (fault) => {
      const connecting = Engine.connect(await serve('gcp', { TANDEM_FAULT: `fail-create:1,${fault}` }), {
        project: 'p',
      });
      await expect(connecting).rejects.toThrow(`TANDEM_FAULT: \`${fault}\` is no fault; allowed`);
    },
  );
});
