import { readAwsTopology } from './aws/readAwsTopology.ts';
import { readTopology } from './readTopology.ts';

type Config = Readonly<Record<string, unknown>>;

/** True when the configuration sets something of that provider. */
const names = (config: Config, provider: string): boolean =>
  Object.keys(config).some((key) => key.startsWith(`${provider}:`));

/**
 * Checks the configuration of a stack on whichever cloud: the one whose provider it configures, or Google's.
 *
 * @throws `ConfigError` with every problem at once.
 */
export function checkConfig(config: Config, options: { stack: string }): void {
  const read = names(config, 'aws') && !names(config, 'gcp') ? readAwsTopology : readTopology;
  read(config, options);
}
