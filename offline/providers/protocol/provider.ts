import { aliasesOf, isNamedBy, type Cloud } from '../cloud/cloud.ts';
import type { CloudResource } from '../cloud/resource.ts';
import type { Description } from '../kit/description.ts';
import type { Situation } from '../kit/situation.ts';
import type { Package } from '../kit/package.ts';
import { locate } from '../kit/paths.ts';
import { list, show, type Rule } from '../kit/rules.ts';
import type { Problem } from '../kit/refusal.ts';
import { UNKNOWN, withoutDefaults, type Values } from '../kit/values.ts';
import { describeProblem, fillInputs, findProblems, type CheckInput } from './check.ts';
import { deletesFirst, findDifferences, type Difference } from './diff.ts';
import { readFaults, type Faults } from './faults.ts';
import { Leftovers } from './leftovers.ts';
import { computedOf, createdState, placed, plannedState, updatedState, type Typed } from './outputs.ts';
import { Refusal, refuse } from '../kit/refusal.ts';

/** How often a creation whose answer is lost looks whether the engine has given up. */
const CANCEL_CHECK_MILLISECONDS = 50;

/** A resource the engine speaks of. */
export interface Subject {
  type: string;
  urn: string;
  /** The last part of its URN. */
  name: string;
  cloud: Cloud;
}

/** The provider's answer to a diff. */
export interface DiffResult {
  differences: Difference[];
  deletesFirst: boolean;
}

/** A resource and its id. */
export interface Existing {
  id: string;
  state: Values;
}

/** What a provider does, for every type of a package: the engine's calls without their wire format. */
export class Provider {
  readonly pack: Package;
  /** The provider's configuration. */
  settings: Values = {};
  /** What a test wants to go wrong. Default: nothing. */
  faults: Faults = readFaults(undefined);
  private creates = 0;
  private readonly leftovers = new Leftovers();

  constructor(pack: Package) {
    this.pack = pack;
  }

  check(subject: Subject, input: CheckInput, secrets: ReadonlySet<string>): { inputs: Values; failures: string[] } {
    const { description, shape } = this.typed(subject.type);
    const inputs = fillInputs(input, description, shape, this.pack.shapes);
    const problems = findProblems(this.situation(subject, inputs), description, this.pack, shape);
    return { inputs, failures: problems.map((problem) => describeProblem(problem, subject.name, secrets)) };
  }

  diff(subject: Subject, old: Existing, checked: Values): DiffResult {
    const typed = this.typed(subject.type);
    const inputs = this.place(checked, typed);
    const situation = { ...this.situation(subject, inputs), old: old.state };
    refuse(`the change of ${subject.name} cannot be planned`, applyRules(typed.description.plan, situation));
    const differences = findDifferences(old.state, inputs, {
      description: typed.description,
      properties: typed.shape.inputs,
      shapes: this.pack.shapes,
      computed: computedOf(typed),
      placement: this.pack.placement,
    });
    return { differences, deletesFirst: deletesFirst({ old: old.state, inputs }, checked, typed.description) };
  }

  /** The resource as it will be, as far as a preview can know. */
  previewCreate(subject: Subject, checked: Values): Values {
    const typed = this.typed(subject.type);
    const situation = this.situation(subject, this.place(checked, typed));
    refuse(`${subject.name} cannot be planned`, applyRules(typed.description.plan, situation));
    return plannedState(situation, typed);
  }

  /** Makes the resource, after the delay a fault asks for; `isCancelled` is asked whenever a fault has it wait. */
  async create(
    subject: Subject,
    checked: Values,
    secrets: ReadonlySet<string>,
    isCancelled: () => boolean,
  ): Promise<Existing> {
    const typed = this.typed(subject.type);
    this.creates += 1;
    const mustFail = this.creates === this.faults.failingCreate;
    const isLost = this.creates >= (this.faults.firstLostCreate ?? Infinity);
    if (this.faults.createMilliseconds > 0) await sleep(this.faults.createMilliseconds);
    if (isCancelled()) throw new Refusal(`creating ${subject.name} was cancelled`);
    if (mustFail) throw new Refusal(`creating ${subject.name} fails: TANDEM_FAULT asks for it`);
    const situation = this.situation(subject, this.place(checked, typed));
    this.refuseRegion(situation.inputs);
    const { description } = typed;
    const problems = (): Problem[] => [
      ...applyRules(description.plan, situation),
      ...this.applyProblems(situation, description),
    ];
    refuse(`creating ${subject.name} (${subject.type})`, this.leftovers.problems(subject, problems));
    const id = description.id(situation);
    const state = createdState(situation, typed, id);
    if (!description.onlyInState && !description.idempotent) {
      const there = this.find(subject, { id, state });
      if (there && !this.leftovers.isOwn(there, subject)) {
        throw new Refusal(`creating ${subject.name} (${subject.type}): ${id} already exists`);
      }
    }
    this.remember(subject, { id, state }, description, secrets);
    while (isLost) {
      await sleep(CANCEL_CHECK_MILLISECONDS);
      if (isCancelled()) throw new Refusal(`nobody heard that ${subject.name} was made: TANDEM_FAULT loses the answer`);
    }
    return { id, state };
  }

  previewUpdate(subject: Subject, old: Existing, checked: Values): Values {
    const typed = this.typed(subject.type);
    const situation = { ...this.situation(subject, this.place(checked, typed)), old: old.state };
    return updatedState(situation, old.state, typed, old.id, true);
  }

  update(subject: Subject, old: Existing, checked: Values, secrets: ReadonlySet<string>): Values {
    const typed = this.typed(subject.type);
    const situation = { ...this.situation(subject, this.place(checked, typed)), old: old.state };
    this.refuseRegion(old.state);
    refuse(`updating ${subject.name} (${subject.type})`, this.applyProblems(situation, typed.description));
    const state = updatedState(situation, old.state, typed, old.id, false);
    this.remember(subject, { id: old.id, state }, typed.description, secrets);
    return state;
  }

  /** The resource as the cloud has it; `undefined` when it is gone. Without a folder the engine's own state is believed. */
  read(subject: Subject, known: Existing, secrets: ReadonlySet<string>): Existing | undefined {
    const { description } = this.typed(subject.type);
    if (description.onlyInState) return known;
    this.refuseRegion(known.state);
    const found = this.find(subject, known);
    if (found) return { id: found.id, state: { ...secretPart(known.state, description, secrets), ...found.state } };
    if (subject.cloud.knowsAll || Object.keys(known.state).length === 0) return undefined;
    return known;
  }

  delete(subject: Subject, old: Existing): void {
    const { description } = this.typed(subject.type);
    this.refuseRegion(old.state);
    const found = this.find(subject, old);
    const state = found?.state ?? old.state;
    const rules = description.remove ?? [];
    const isAbandoned = state['deletionPolicy'] === 'ABANDON';
    if (!isAbandoned)
      refuse(`deleting ${subject.name} (${subject.type})`, [
        ...this.pack.remove(state),
        ...rules.flatMap((rule) => rule(state, subject.cloud)),
        ...(found ? this.holders(found, subject.cloud) : []),
      ]);
    if (found) subject.cloud.remove(found);
  }

  invoke(token: string, args: Values, cloud: Cloud): Values {
    const source = this.pack.functions.get(token);
    if (!source) throw new Refusal(unknownType(token, this.pack.name));
    return source(args, this.settings, cloud);
  }

  /** Lets a cloud that lives in memory learn of a resource that an earlier process made. */
  learn(subject: Subject, old: Existing): void {
    this.leftovers.learn(subject.type, old.id);
    const description = this.pack.descriptions.get(subject.type);
    if (!description || subject.cloud.knowsAll || this.find(subject, old)) return;
    this.remember(subject, old, description, new Set());
  }

  /** The type, its description and its shape; a {@link Refusal} when nobody has described it. */
  typed(type: string): Typed {
    const description = this.pack.descriptions.get(type);
    const shape = this.pack.shapes.resources[type];
    if (!description || !shape) throw new Refusal(unknownType(type, this.pack.name));
    return { pack: this.pack, description, shape };
  }

  /** The paths to keep secret in the state of a resource: those given secret and those secret by nature. */
  secretsOf(type: string, given: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([...given, ...(this.pack.descriptions.get(type)?.secrets ?? [])]);
  }

  private situation(subject: Subject, inputs: Values): Situation {
    return { ...subject, inputs, settings: this.settings };
  }

  private place(checked: Values, typed: Typed): Values {
    return placed(withoutDefaults(checked), this.settings, typed);
  }

  private remember(
    subject: Subject,
    { id, state }: Existing,
    description: Description,
    secrets: ReadonlySet<string>,
  ): void {
    if (description.onlyInState) return;
    const { type, cloud } = subject;
    const kept = Object.fromEntries(Object.entries(state).filter(([name]) => !isSecret(name, description, secrets)));
    const aliases = [id, state['selfLink'], state['arn'], state['name'], ...(description.aliases?.(state) ?? [])];
    cloud.put({
      type,
      id,
      scope: this.pack.scopeOf(state),
      state: kept,
      aliases: aliasesOf(aliases),
      maker: subject.urn,
    });
  }

  private find({ type, cloud }: Subject, { id, state }: Existing): CloudResource | undefined {
    const isRead = Object.keys(state).length === 0;
    return cloud.get(type, id, isRead ? undefined : this.pack.scopeOf(state));
  }

  private applyProblems(situation: Situation, description: Description): Problem[] {
    return [...applyRules(description.apply, situation), ...missingReferences(situation, description)];
  }

  private refuseRegion(state: Values): void {
    const region = this.pack.regionOf(state);
    const down = this.faults.regionsDown.find((name) => region === name);
    if (down) throw new Refusal(`region ${down} does not answer: TANDEM_FAULT takes it down`);
  }

  /** What still uses the resource, in ways for which the cloud refuses to delete it. */
  private holders(target: CloudResource, cloud: Cloud): Problem[] {
    return cloud.all().flatMap((other) => {
      const description = this.pack.descriptions.get(other.type);
      const holds = (description?.holds ?? []).filter((path) => description?.references?.[path]?.includes(target.type));
      const values = holds.flatMap((path) => locate(other.state, path)).map(({ value }) => value);
      const isHeld = values.some(
        (value) => isNamedBy(target, value) && cloud.namedFrom(other.scope, value, target.type) === target,
      );
      return isHeld ? [{ path: '', reason: `it is in use by ${other.id} (${other.type})` }] : [];
    });
  }
}

function applyRules(rules: Rule[] | undefined, situation: Situation): Problem[] {
  return (rules ?? []).flatMap((rule) => rule(situation.inputs, situation));
}

/** Names of resources that do not exist; only a cloud that knows all can tell. */
function missingReferences({ inputs, cloud }: Situation, { references }: Description): Problem[] {
  if (!cloud.knowsAll) return [];
  return Object.entries(references ?? {}).flatMap(([pattern, types]) =>
    locate(inputs, pattern)
      .filter(({ value }) => value !== '' && value !== UNKNOWN && !cloud.named(value, ...types))
      .map(({ path, value }) => ({ path, reason: `${show(value)} does not exist (looked for ${list(types)})` })),
  );
}

/** The properties the cloud does not keep because they are secret. */
function secretPart(state: Values, description: Description, secrets: ReadonlySet<string>): Values {
  return Object.fromEntries(Object.entries(state).filter(([name]) => isSecret(name, description, secrets)));
}

function isSecret(name: string, { secrets }: Description, given: ReadonlySet<string>): boolean {
  return [...(secrets ?? []), ...given].some(
    (path) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
  );
}

function unknownType(token: string, packageName: string): string {
  const path = token.split(':')[1] ?? '';
  const file = path.startsWith('index/') ? path.slice('index/'.length) : path;
  return `the offline cloud does not know ${token} yet: add offline/providers/${packageName}/${file}.ts (see offline/README.md)`;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
