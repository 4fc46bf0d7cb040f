import type { Description } from '../kit/description.ts';
import { each, items, matches, oneOf, when } from '../kit/rules.ts';
import { textOf } from '../kit/values.ts';
import { ACCOUNT, arn, named, nameOf, regionOf, parsedJson } from './common.ts';

const REPOSITORY = 'aws:ecr/repository:Repository';

const repository: Description = {
  type: REPOSITORY,
  autoname: named,
  defaults: { imageTagMutability: 'MUTABLE', 'encryptionConfigurations[].encryptionType': 'AES256' },
  check: [
    oneOf('imageTagMutability', ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION']),
    oneOf('encryptionConfigurations[].encryptionType', ['AES256', 'KMS', 'KMS_DSSE']),
    items('imageTagMutabilityExclusionFilters', 0, 5),
    oneOf('imageTagMutabilityExclusionFilters[].filterType', ['WILDCARD']),
  ],
  plan: [
    when(
      ({ imageTagMutability }) => !String(imageTagMutability).endsWith('_WITH_EXCLUSION'),
      items('imageTagMutabilityExclusionFilters', 0, 0),
    ),
  ],
  apply: [
    matches(
      'name',
      /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
      'lower-case letters and digits, with single separators . _ - /',
    ),
  ],
  computed: ['encryptionConfigurations[].kmsKey', 'encryptionConfigurations'],
  replaces: ['name', 'encryptionConfigurations'],
  id: (situation) => nameOf(situation),
  outputs: (situation, id) => ({
    arn: arn('ecr', situation, `repository/${id}`),
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${regionOf(situation)}.amazonaws.com/${id}`,
    registryId: ACCOUNT,
  }),
};

const ecrLifecyclePolicy: Description = {
  type: 'aws:ecr/lifecyclePolicy:LifecyclePolicy',
  check: [each('policy', (value) => (parsedJson(value) === undefined ? 'expected valid JSON' : undefined))],
  replaces: ['repository', 'policy'],
  normal: { policy: (value) => JSON.stringify(parsedJson(value)) },
  references: { repository: [REPOSITORY] },
  onlyInState: true,
  id: ({ inputs }) => textOf(inputs['repository']) ?? '',
  outputs: () => ({ registryId: ACCOUNT }),
};

const replicationConfiguration: Description = {
  type: 'aws:ecr/replicationConfiguration:ReplicationConfiguration',
  check: [
    items('replicationConfiguration.rules', 0, 10),
    items('replicationConfiguration.rules[].destinations', 0, 25),
    matches('replicationConfiguration.rules[].destinations[].registryId', /^\d{12}$/, 'an account of 12 digits'),
    items('replicationConfiguration.rules[].repositoryFilters', 1, 100),
    oneOf('replicationConfiguration.rules[].repositoryFilters[].filterType', ['PREFIX_MATCH']),
  ],
  // One for each registry and region: a second one overwrites the first.
  onlyInState: true,
  id: () => ACCOUNT,
  outputs: () => ({ registryId: ACCOUNT }),
};

/** Image repositories. */
export const ecr = [repository, ecrLifecyclePolicy, replicationConfiguration];
