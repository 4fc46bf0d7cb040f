import messages from '@pulumi/pulumi/proto/provider_pb.js';
import type * as Messages from '@pulumi/pulumi/proto/provider_pb.js';
import type { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb.js';
import type { Clouds } from '../cloud/clouds.ts';
import type { Values } from '../kit/values.ts';
import { configProblems, configured, withEnvironment } from './config.ts';
import { topLevelNames, type Difference } from './diff.ts';
import { readFaults } from './faults.ts';
import { inputsOf } from './inputs.ts';
import type { Provider, Subject } from './provider.ts';
import { decode, encode } from './struct.ts';

/** The calls of one engine: reads its messages, asks the provider, fills in the answers. */
export class Calls {
  private readonly provider: Provider;
  private readonly clouds: Clouds;
  private readonly environment: NodeJS.ProcessEnv;
  private isCancelled = false;
  /** The stack the engine works on, once it has named a resource: data sources carry no such name. */
  private stack = '';

  constructor(provider: Provider, clouds: Clouds, environment: NodeJS.ProcessEnv) {
    this.provider = provider;
    this.clouds = clouds;
    this.environment = environment;
  }

  getPluginInfo(_request: unknown, response: PluginInfo): void {
    response.setVersion(this.provider.pack.shapes.version);
  }

  checkConfig(request: Messages.CheckRequest, response: Messages.CheckResponse): void {
    const { values, secrets } = decode(request.getNews());
    const { pack } = this.provider;
    const inputs = withEnvironment(values, pack, this.environment);
    response.setInputs(encode(inputs, secrets));
    response.setFailuresList(configProblems(inputs, pack).map(failure));
  }

  diffConfig(request: Messages.DiffRequest, response: Messages.DiffResponse): void {
    const isSame = canonical(decode(request.getOlds()).values) === canonical(decode(request.getNews()).values);
    response.setChanges(changesOf(!isSame));
  }

  configure(request: Messages.ConfigureRequest, response: Messages.ConfigureResponse): void {
    this.provider.faults = readFaults(this.environment['TANDEM_FAULT']);
    this.provider.settings = configured(decode(request.getArgs()).values, this.provider.pack);
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
  }

  invoke(request: Messages.InvokeRequest, response: Messages.InvokeResponse): void {
    const cloud = this.clouds.of(this.provider.pack.name, this.stack);
    response.setReturn(encode(this.provider.invoke(request.getTok(), decode(request.getArgs()).values, cloud)));
  }

  check(request: Messages.CheckRequest, response: Messages.CheckResponse): void {
    const subject = this.subject(request.getUrn());
    const { values, secrets } = decode(request.getNews());
    const { values: oldInputs } = decode(request.getOlds());
    const input = { inputs: values, oldInputs, name: subject.name, seed: request.getRandomseed_asU8() };
    const { inputs, failures } = this.provider.check(subject, input, secrets);
    response.setInputs(encode(inputs, secrets));
    response.setFailuresList(failures.map(failure));
  }

  diff(request: Messages.DiffRequest, response: Messages.DiffResponse): void {
    const subject = this.subject(request.getUrn());
    const old = { id: request.getId(), state: decode(request.getOlds()).values };
    this.provider.learn(subject, old);
    const { differences, deletesFirst } = this.provider.diff(subject, old, decode(request.getNews()).values);
    fillDiff(response, differences, deletesFirst);
  }

  async create(request: Messages.CreateRequest, response: Messages.CreateResponse): Promise<void> {
    const subject = this.subject(request.getUrn());
    const { values, secrets } = decode(request.getProperties());
    const all = this.provider.secretsOf(subject.type, secrets);
    if (request.getPreview()) {
      response.setProperties(encode(this.provider.previewCreate(subject, values), all));
      return;
    }
    const { id, state } = await this.provider.create(subject, values, secrets, () => this.isCancelled);
    response.setId(id);
    response.setProperties(encode(state, all));
  }

  read(request: Messages.ReadRequest, response: Messages.ReadResponse): void {
    const subject = this.subject(request.getUrn());
    const state = decode(request.getProperties());
    const inputs = decode(request.getInputs());
    const secrets = this.provider.secretsOf(subject.type, new Set([...state.secrets, ...inputs.secrets]));
    const found = this.provider.read(subject, { id: request.getId(), state: state.values }, secrets);
    if (!found) return;
    const { shape } = this.provider.typed(subject.type);
    response.setId(found.id);
    response.setProperties(encode(found.state, secrets));
    response.setInputs(encode(inputsOf(found.state, inputs.values, shape), secrets));
  }

  update(request: Messages.UpdateRequest, response: Messages.UpdateResponse): void {
    const subject = this.subject(request.getUrn());
    const { values, secrets } = decode(request.getNews());
    const old = { id: request.getId(), state: decode(request.getOlds()).values };
    const state = request.getPreview()
      ? this.provider.previewUpdate(subject, old, values)
      : this.provider.update(subject, old, values, secrets);
    response.setProperties(encode(state, this.provider.secretsOf(subject.type, secrets)));
  }

  delete(request: Messages.DeleteRequest): void {
    const subject = this.subject(request.getUrn());
    this.provider.delete(subject, { id: request.getId(), state: decode(request.getProperties()).values });
  }

  cancel(): void {
    this.isCancelled = true;
  }

  private subject(urn: string): Subject {
    const [stack = '', project = '', types = '', ...name] = urn.replace('urn:pulumi:', '').split('::');
    const type = types.split('$').at(-1) ?? types;
    this.stack = `${project}/${stack}`;
    return { type, urn, name: name.join('::'), cloud: this.clouds.of(this.provider.pack.name, this.stack) };
  }
}

function failure(reason: string): Messages.CheckFailure {
  const result = new messages.CheckFailure();
  result.setReason(reason);
  return result;
}

function fillDiff(response: Messages.DiffResponse, differences: Difference[], deletesFirst: boolean): void {
  const replacing = differences.filter(({ replaces }) => replaces);
  response.setChanges(changesOf(differences.length > 0));
  response.setDiffsList(topLevelNames(differences));
  response.setReplacesList(topLevelNames(replacing));
  response.setDeletebeforereplace(replacing.length > 0 && deletesFirst);
  response.setHasdetaileddiff(true);
  const details = response.getDetaileddiffMap();
  for (const difference of differences) {
    const detail = new messages.PropertyDiff();
    detail.setKind(kindOf(difference));
    detail.setInputdiff(true);
    details.set(difference.path, detail);
  }
}

function changesOf(differs: boolean): Messages.DiffResponse.DiffChanges {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return differs ? DIFF_SOME : DIFF_NONE;
}

function kindOf({ before, after, replaces }: Difference): Messages.PropertyDiff.Kind {
  const { Kind } = messages.PropertyDiff;
  if (before === undefined) return replaces ? Kind.ADD_REPLACE : Kind.ADD;
  if (after === undefined) return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
  return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
}

function canonical(values: Values): string {
  return JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
