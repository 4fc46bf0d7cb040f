import { Option, type Command } from 'commander';
import { defaults } from '../../../drill/defaults.ts';
import type { DrillCommandOptions } from '../drillInput.ts';

export function addDrill(program: Command): void {
  program
    .command('drill')
    .description('replay an incident against a plan, with a real proxy and a real database')
    .argument('[stack]', 'name of a stack, as in stacks/Pulumi.<stack>.yaml')
    .option('--offline', 'preview on the offline cloud: no account, no network (always so for stack local)')
    .option('--from <file>', 'drill a kept plan or a stack export of any program instead')
    .option('--incident <name>', 'an incident file, or the name of one in drill/incidents', defaults.incident)
    .option('--json <file>', 'keep the report as JSON')
    .option('--html <file>', 'where the page goes (default: .tandem/drills/<stack>-<incident>.html)')
    .option('--rate <n>', 'requests per second that stand for the declared peak', String(defaults.rate))
    .option('--scale <n>', 'incident seconds that pass in one second', String(defaults.scale))
    .addOption(
      new Option('--profile <name>', "what the entry is able to do (default: what the plan's cloud can)").choices([
        'gcp',
        'aws',
        'envoy-best',
      ]),
    )
    // The drill is loaded when it is asked for: every other command starts without it.
    .action(async (stack: string | undefined, options: DrillCommandOptions) =>
      (await import('../drilling.ts')).runDrillCommand(stack, options),
    );
}
