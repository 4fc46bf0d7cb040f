import { closeSync, openSync, readSync } from 'node:fs';
import type { PolicyResults, Violation } from './policyResults.ts';

// The engine can write what happens, line by line, into a file (its `--event-log`): policy results, which its JSON does
// not have, and progress.

/** The parts of an engine event that are used here. */
interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: { readonly urn: string; readonly op: string } };
  readonly policyEvent?: {
    readonly resourceUrn?: string;
    readonly message: string;
    readonly policyName: string;
    readonly enforcementLevel: string;
  };
  readonly policyAnalyzeSummaryEvent?: RuleSummary;
  readonly policyAnalyzeStackSummaryEvent?: RuleSummary;
}

interface RuleSummary {
  readonly passed?: readonly string[];
  readonly failed?: readonly string[];
}

/** Most events are debugging messages: only lines that matter are parsed. */
const wanted = /"(resourcePreEvent|policyEvent|policyAnalyze\w*Event)":/;

/** Follows an event log while the engine writes it. */
export class EventLog {
  readonly #path: string;
  readonly #rules = new Set<string>();
  readonly #violations = new Map<string, Violation>();
  readonly #resources = new Set<string>();
  #offset = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** How many resources the engine has met so far. */
  get resources(): number {
    return this.#resources.size;
  }

  get policies(): PolicyResults {
    return { rules: [...this.#rules].sort(), violations: [...this.#violations.values()] };
  }

  /** Takes in what was written since the last call. */
  read(): void {
    const lines = (this.#rest + this.#unread()).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (wanted.test(line)) this.#take(JSON.parse(line) as EngineEvent);
  }

  #unread(): string {
    let file: number;
    try {
      file = openSync(this.#path, 'r');
    } catch {
      return ''; // Not there before the engine's first event.
    }
    try {
      const chunks: Buffer[] = [];
      for (;;) {
        const chunk = Buffer.alloc(1 << 16);
        const length = readSync(file, chunk, 0, chunk.length, this.#offset);
        if (length === 0) return Buffer.concat(chunks).toString('utf8');
        this.#offset += length;
        chunks.push(chunk.subarray(0, length));
      }
    } finally {
      closeSync(file);
    }
  }

  #take(event: EngineEvent): void {
    if (event.resourcePreEvent) this.#resources.add(event.resourcePreEvent.metadata.urn);
    for (const summary of [event.policyAnalyzeSummaryEvent, event.policyAnalyzeStackSummaryEvent])
      for (const rule of [...(summary?.passed ?? []), ...(summary?.failed ?? [])]) this.#rules.add(rule);
    if (event.policyEvent) this.#takeViolation(event.policyEvent);
  }

  #takeViolation(event: NonNullable<EngineEvent['policyEvent']>): void {
    const violation: Violation = {
      rule: event.policyName,
      level: event.enforcementLevel,
      resource: event.resourceUrn,
      message: withoutColour(event.message).trim(),
    };
    this.#rules.add(violation.rule);
    // An update previews first and meets the same violation twice.
    this.#violations.set(JSON.stringify(violation), violation);
  }
}

const withoutColour = (text: string): string => text.replace(/<\{%.*?%\}>/g, '');
