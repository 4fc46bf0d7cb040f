import { readAwsTopology } from './aws/readAwsTopology.ts';
import { readMultiTopology } from './multicloud/readMultiTopology.ts';
import { readTopology } from './readTopology.ts';

type Config = Readonly<Record<string, unknown>>;

/** True when the configuration sets something of that provider. */
const names = (config: Config, provider: string): boolean =>
  Object.keys(config).some((key) => key.startsWith(`${provider}:`));

/**
 * Checks the configuration of a stack on whichever cloud: those whose providers it configures, or Google's. The command
 * line asks here and not at the stack's composition, because only the engine loads that: what is told before an engine
 * starts needs no SDK, and the command line stays apart from the program.
 *
 * @throws `ConfigError` with every problem at once.
 */
export function checkConfig(config: Config, options: { stack: string }): void {
  if (!names(config, 'aws')) readTopology(config, options);
  else if (names(config, 'gcp')) readMultiTopology(config, options);
  else readAwsTopology(config, options);
}
