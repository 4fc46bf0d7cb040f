import { Refusal } from '../kit/refusal.ts';

/** What a test wants to go wrong. Read from `TANDEM_FAULT`, a comma-separated list. */
export interface Faults {
  /** The creation, counted from 1 within this process, that fails. */
  failingCreate?: number;
  /** The creation, counted likewise, from which on everything is made and no answer arrives. */
  firstLostCreate?: number;
  /** How long each creation takes, in milliseconds. Default: no time. */
  createMilliseconds: number;
  /** Regions in which nothing can be read or changed. */
  regionsDown: string[];
}

const ALLOWED =
  '`fail-create:<number from 1>`, `lose-create:<number from 1>`, `slow-create:<milliseconds>ms`, `region-down:<region>`';

/** Reads the variable; throws a {@link Refusal} that names what is wrong in it. */
export function readFaults(text: string | undefined): Faults {
  const faults: Faults = { createMilliseconds: 0, regionsDown: [] };
  for (const part of (text ?? '').split(',').map((piece) => piece.trim())) {
    if (part !== '') addFault(faults, part);
  }
  return faults;
}

function addFault(faults: Faults, part: string): void {
  const [, name, argument = ''] = /^([a-z-]+):(.+)$/.exec(part) ?? [];
  if (name === 'fail-create' && /^[1-9]\d*$/.test(argument)) faults.failingCreate = Number(argument);
  else if (name === 'lose-create' && /^[1-9]\d*$/.test(argument)) faults.firstLostCreate = Number(argument);
  else if (name === 'slow-create' && /^\d+ms$/.test(argument)) faults.createMilliseconds = parseInt(argument, 10);
  else if (name === 'region-down' && /^[a-z]+(-[a-z]+)*-?\d+$/.test(argument)) faults.regionsDown.push(argument);
  else throw new Refusal(`TANDEM_FAULT: \`${part}\` is no fault; allowed, separated by commas: ${ALLOWED}`);
}
