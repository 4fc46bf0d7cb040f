import { Cloud } from '../../../offline/providers/cloud/cloud.ts';
import type { Values } from '../../../offline/providers/kit/values.ts';
import { loadPackage, type PackageName } from '../../../offline/providers/packages.ts';
import { topLevelNames, type Difference } from '../../../offline/providers/protocol/diff.ts';
import { Provider, type Existing, type Subject } from '../../../offline/providers/protocol/provider.ts';

const NO_SECRETS = new Set<string>();

/** A provider with an empty cloud, spoken to without a wire. */
export class Bench {
  readonly cloud: Cloud;
  readonly provider: Provider;
  /** Checked inputs by resource, which the engine would keep in its state. */
  private readonly inputs = new Map<string, Values>();

  private constructor(provider: Provider, cloud: Cloud) {
    this.provider = provider;
    this.cloud = cloud;
  }

  static async open(name: PackageName, settings: Values, options: { cloud?: Cloud } = {}): Promise<Bench> {
    const provider = new Provider(await loadPackage(name));
    provider.settings = settings;
    return new Bench(provider, options.cloud ?? new Cloud());
  }

  subject(type: string, name = 'x'): Subject {
    return { type, urn: `urn:pulumi:test::tandem::${type}::${name}`, name, cloud: this.cloud };
  }

  check(type: string, inputs: Values, oldInputs: Values = {}, name = 'x'): { inputs: Values; failures: string[] } {
    return this.provider.check(
      this.subject(type, name),
      { inputs, oldInputs, name, seed: new Uint8Array() },
      NO_SECRETS,
    );
  }

  /** Checks, and fails on any refusal. */
  checked(type: string, inputs: Values, name = 'x'): Values {
    const result = this.check(type, inputs, {}, name);
    if (result.failures.length > 0) throw new Error(result.failures.join('\n'));
    return result.inputs;
  }

  preview(type: string, inputs: Values, name = 'x'): Values {
    return this.provider.previewCreate(this.subject(type, name), this.checked(type, inputs, name));
  }

  async create(type: string, inputs: Values, name = 'x'): Promise<Existing> {
    const checked = this.checked(type, inputs, name);
    this.provider.previewCreate(this.subject(type, name), checked);
    this.inputs.set(`${type} ${name}`, checked);
    return this.provider.create(this.subject(type, name), checked, NO_SECRETS, () => false);
  }

  /** Creates, then diffs against other inputs. */
  async change(type: string, before: Values, after: Values, name = 'x'): Promise<Changed> {
    const existing = await this.create(type, before, name);
    return this.diff(type, existing, after, name);
  }

  /** The checked inputs with which a resource was created. */
  lastInputs(type: string, name = 'x'): Values | undefined {
    return this.inputs.get(`${type} ${name}`);
  }

  diff(type: string, existing: Existing, after: Values, name = 'x'): Changed {
    const checked = this.check(type, after, this.lastInputs(type, name), name);
    if (checked.failures.length > 0) throw new Error(checked.failures.join('\n'));
    const { differences, deletesFirst } = this.provider.diff(this.subject(type, name), existing, checked.inputs);
    return new Changed(differences, deletesFirst);
  }
}

/** What a diff found, by the names of top-level properties. */
export class Changed {
  readonly differences: Difference[];
  readonly deletesFirst: boolean;

  constructor(differences: Difference[], deletesFirst: boolean) {
    this.differences = differences;
    this.deletesFirst = deletesFirst;
  }

  get changed(): string[] {
    return topLevelNames(this.differences);
  }

  get replaces(): string[] {
    return topLevelNames(this.differences.filter(({ replaces }) => replaces));
  }

  /** `same`, `update` or `replace`. */
  get kind(): string {
    if (this.differences.length === 0) return 'same';
    return this.replaces.length > 0 ? 'replace' : 'update';
  }
}
