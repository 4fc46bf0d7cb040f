import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  LocalWorkspace,
  PulumiCommand,
  type EngineEvent,
  type OutputMap,
  type PulumiFn,
  type StackSettings,
} from '@pulumi/pulumi/automation/index.js';
import { format } from 'prettier';
import { inject } from 'vitest';
import '../../infra/lean.js';
import { ask, type Said } from './pack.ts';
import { resourcesOf, type Planned } from './plan.ts';

// The real engine on the offline cloud, driven from a test. The program runs inside the test, so it may be any function.

// Programs run inside the tests, and the SDK takes a stack trace for every resource and promise. Node runs the source as it
// is written, so a trace needs no mapping; and Vitest makes it ten times as long as Node does.
process.setSourceMapsEnabled(false);
Error.stackTraceLimit = 10;

/** One step of a plan, or of what an update did. */
export interface Step {
  /** `create`, `update`, `same`, `delete`, `replace` and their parts. */
  op: string;
  urn: string;
  type: string;
  /** Logical name. */
  name: string;
  protect: boolean;
  /** Inputs after the step; a value that is not known yet is the engine's unknown string. */
  inputs: Record<string, unknown>;
  /** Paths of the arguments that the step changes. */
  changes: string[];
}

/** A resource as the state holds it. */
export interface Held {
  urn: string;
  type: string;
  /** URN of the component that it is a part of; empty at the top. */
  parent: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
}

/** What a policy pack objected to. */
export interface Violation {
  policy: string;
  level: 'warning' | 'mandatory';
  message: string;
}

export interface TestStack {
  /** Steps of a preview with `program`. */
  preview(program: PulumiFn): Promise<Step[]>;
  /** Steps of an update with `program`. */
  up(program: PulumiFn): Promise<Step[]>;
  /** Outputs of the last update, in plain text even where they are secret. */
  outputs(): Promise<OutputMap>;
  /** Steps of a preview with `program`, and every resource as the engine's own plan has it. */
  plan(program: PulumiFn): Promise<{ steps: Step[]; resources: readonly Planned[] }>;
  /** Steps of a preview with `program`, and what the rules say about it, asked in this process: the engine needs seconds for a pack. */
  judge(program: PulumiFn): Promise<{ steps: Step[]; said: Said[] }>;
  /** What the policy pack says about a preview with `program`, in a process of its own beside the engine. */
  judgeByPack(program: PulumiFn): Promise<Violation[]>;
  /** Resources by what reading the cloud back into the state did to them: `same` where it holds what the state says. */
  refresh(): Promise<Record<string, number>>;
  destroy(): Promise<Step[]>;
  /** Every resource in the state. */
  held(): Promise<Held[]>;
}

/** Options of the engine for a preview that prints its whole plan. */
const AS_PLAN = { PULUMI_OPTION_JSON: 'true', PULUMI_OPTION_SHOW_SAMES: 'true' };

const root = path.resolve(import.meta.dirname, '../..');

// The engine, and the language host and the Node that it looks for.
for (const folder of ['node_modules/.bin', '.tandem/bin'])
  process.env['PATH'] = `${path.join(root, folder)}${path.delimiter}${process.env['PATH']}`;

/** A new, empty stack with a cloud of its own. The name must be unique in the run. */
export async function newStack(
  name: string,
  config: StackSettings['config'] = { 'gcp:project': 'acme-test' },
): Promise<TestStack> {
  const { folder, providersUrl } = inject('engine');
  const url = `file://${folder}`;
  const workDir = path.join(folder, 'work', name);
  mkdirSync(workDir, { recursive: true });
  const stack = await LocalWorkspace.createStack(
    { stackName: name, projectName: 'tandem', program: () => Promise.resolve() },
    {
      workDir,
      pulumiCommand: await engine(),
      pulumiHome: path.join(folder, 'home'),
      projectSettings: { name: 'tandem', runtime: 'nodejs', backend: { url } },
      stackSettings: { [name]: { config } },
      envVars: {
        PULUMI_BACKEND_URL: url,
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        // The state is written once, at the end: a third of the time, and no test here kills an update half-way.
        PULUMI_EXPERIMENTAL: 'true',
        PULUMI_SKIP_CHECKPOINTS: 'true',
        PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: 'true',
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
        PULUMI_DEBUG_PROVIDERS: await debugProviders(providersUrl),
      },
    },
  );
  const workspace = stack.workspace as LocalWorkspace;
  const outputs = stack.outputs.bind(stack);
  // After every update the SDK starts the engine three times more, for what few tests ask.
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  const plan: TestStack['plan'] = async (program) => {
    Object.assign(workspace.envVars, AS_PLAN);
    let printed = '';
    const steps = await stepsOf(async (onEvent) => {
      printed = (await stack.preview({ program, onEvent })).stdout;
    }).finally(() => {
      for (const name of Object.keys(AS_PLAN)) delete workspace.envVars[name];
    });
    return { steps, resources: resourcesOf(printed) };
  };
  return {
    outputs,
    preview: (program) => stepsOf((onEvent) => stack.preview({ program, onEvent })),
    plan,
    async judge(program) {
      const { steps, resources } = await plan(program);
      return { steps, said: await ask({ resources, config: {} }) };
    },
    async judgeByPack(program) {
      const violations: Violation[] = [];
      const onEvent = ({ policyEvent }: EngineEvent) => {
        if (!policyEvent) return;
        const { policyName: policy, enforcementLevel: level, message } = policyEvent;
        violations.push({ policy, level, message });
      };
      const previewing = stack.preview({ program, policyPacks: [path.join(root, 'policy')], onEvent });
      // A preview that a pack refuses fails; what it refused has been told by then.
      await previewing.catch((error: unknown) => {
        if (!violations.some(({ level }) => level === 'mandatory')) throw error;
      });
      return violations;
    },
    up: (program) => stepsOf((onEvent) => stack.up({ program, onEvent })),
    async refresh() {
      const changes: Record<string, number> = {};
      await stack.refresh({ onEvent: ({ summaryEvent }) => Object.assign(changes, summaryEvent?.resourceChanges) });
      return changes;
    },
    destroy: () => stepsOf((onEvent) => stack.destroy({ onEvent })),
    async held() {
      const { deployment } = await stack.exportStack();
      return ((deployment as { resources?: Partial<Held>[] }).resources ?? []).map((resource) => ({
        urn: resource.urn ?? '',
        type: resource.type ?? '',
        parent: resource.parent ?? '',
        inputs: resource.inputs ?? {},
        outputs: resource.outputs ?? {},
        dependencies: resource.dependencies ?? [],
        propertyDependencies: resource.propertyDependencies ?? {},
      }));
    },
  };
}

let found: Promise<PulumiCommand> | undefined;

/** The engine, which is asked for its version once. */
const engine = (): Promise<PulumiCommand> => (found ??= PulumiCommand.get({ skipVersionCheck: true }));

/** Ports of the stand-ins, as the engine wants to be told of providers that already run. */
async function debugProviders(providersUrl: string): Promise<string> {
  const answer = await fetch(providersUrl);
  if (!answer.ok) throw new Error(await answer.text());
  const ports = (await answer.json()) as Record<string, number>;
  return Object.entries(ports)
    .map(([name, port]) => `${name}:${port}`)
    .join();
}

/** Steps of resources that a program declared: the stack itself and the default providers are the engine's own. */
async function stepsOf(run: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<Step[]> {
  const steps: Step[] = [];
  await run(({ resourcePreEvent }) => {
    if (!resourcePreEvent) return;
    const { op, urn, type, new: after, old: before, detailedDiff, diffs } = resourcePreEvent.metadata;
    if (type.startsWith('pulumi:')) return;
    const state = after ?? before;
    steps.push({
      op,
      urn,
      type,
      name: urn.split('::').at(-1) ?? '',
      protect: state?.protect ?? false,
      inputs: (state?.inputs ?? {}) as Record<string, unknown>,
      changes: Object.keys(detailedDiff ?? {}).length > 0 ? Object.keys(detailedDiff ?? {}) : (diffs ?? []),
    });
  });
  return steps;
}

/** Steps that change something in the cloud or in the state. */
export const changing = (steps: readonly Step[]): Step[] => steps.filter(({ op }) => op !== 'same' && op !== 'read');

/** Logical names by type, both in order: what a program builds, on one page, as the formatter would leave it. */
export function inventory(steps: readonly Step[]): Promise<string> {
  const byType = new Map<string, string[]>();
  for (const { type, name } of steps) byType.set(type, [...(byType.get(type) ?? []), name]);
  const ordered = [...byType]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, names]) => [type, { count: names.length, names: names.sort() }]);
  return format(JSON.stringify(Object.fromEntries(ordered)), { parser: 'json', printWidth: 120 });
}
