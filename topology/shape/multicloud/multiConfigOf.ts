import { awsConfigOf } from '../aws/readAwsTopology.ts';
import { configOf } from '../readTopology.ts';
import { WRITE_PASSWORD } from './readMultiTopology.ts';
import type { MultiTopology } from './schema.ts';

/** The configuration that `readMultiTopology` reads as this topology. */
export const multiConfigOf = ({ gcp, aws, ...whole }: MultiTopology): Record<string, unknown> => {
  const { name: _, domain: __, ...google } = configOf(gcp);
  const { name: ___, domain: ____, zoneId: _____, ...onAws } = awsConfigOf(aws);
  return {
    ...whole,
    gcp: { ...google, secrets: told(gcp.secrets) },
    aws: { ...onAws, secrets: told(aws.secrets) },
  };
};

/** Without the one that is made anyway. */
const told = (secrets: readonly string[]): readonly string[] => secrets.filter((secret) => secret !== WRITE_PASSWORD);
