import { checkOutputs, writeWhole } from './outputFiles.ts';

/** The parts of `pulumi preview --json` that are used here. */
export interface Plan {
  readonly steps?: readonly PlanStep[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly changeSummary?: Readonly<Record<string, number>>;
}

export interface Diagnostic {
  readonly message: string;
  readonly severity: string;
  /** Absent when it is about the program as a whole. */
  readonly urn?: string;
}

export interface PlanStep {
  readonly op: string;
  readonly urn: string;
  readonly newState?: PlanState;
  readonly oldState?: PlanState;
  /** Properties that change. */
  readonly diffReasons?: readonly string[] | null;
  /** Properties that force a replacement. */
  readonly replaceReasons?: readonly string[] | null;
}

interface PlanState {
  readonly type: string;
}

/** The plan, when the text is one: a program that fails early leaves none. */
export function parsePlan(text: string): Plan | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What went wrong while the plan was made. The engine's own closing remark is left out: it names no cause. */
export const errorsOf = (plan: Plan): Diagnostic[] =>
  (plan.diagnostics ?? []).filter(({ severity, message }) => severity === 'error' && message.trim() !== closingRemark);

const closingRemark = 'error: preview failed';

/** A plan of the whole program: it ran to its end and no resource was in error. Policies may still refuse it. */
export const isWhole = (plan: Plan): boolean => plan.changeSummary !== undefined && errorsOf(plan).length === 0;

/** Finds out before the engine runs whether a plan can be kept at that path. */
export const checkPlanPath = (path: string): void => checkOutputs([{ option: '--out', path }]);

/** Keeps a plan. */
export const writePlan = writeWhole;
