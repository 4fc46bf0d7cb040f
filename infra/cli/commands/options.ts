import type { Command } from 'commander';

/** Options that commands on a stack share. */
export interface StackOptions {
  readonly offline?: boolean;
  readonly json?: boolean;
}

export interface ChangeOptions extends StackOptions {
  readonly yes?: boolean;
}

export interface PolicyOptions {
  readonly policy: boolean;
}

export interface PlanOptions {
  readonly out?: string;
}

/** A command on one stack. */
export const stackCommand = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .argument('<stack>', 'name of a stack, as in stacks/Pulumi.<stack>.yaml')
    .option('--offline', 'use the offline cloud: no account, no network (always so for stack local)');

export const withJson = (command: Command): Command => command.option('--json', 'print JSON only');

export const withYes = (command: Command): Command => command.option('--yes', 'do not ask before changing anything');

export const withPolicy = (command: Command): Command => command.option('--no-policy', 'leave out the policy pack');
