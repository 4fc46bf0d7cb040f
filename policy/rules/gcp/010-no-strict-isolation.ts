import { textAt } from '../../../topology/graph/value.ts';
import { LB_POLICY } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { SERVICE_LB_POLICY } from './support/sources.ts';

const ARGUMENT = 'isolationConfig.isolationMode';

export const noStrictIsolation = resourceRule({
  id: 'tandem-gcp-010-no-strict-isolation',
  title: 'Traffic may leave a bad region',
  what: 'A service load balancing policy does not set isolationMode to STRICT.',
  why: 'Strict isolation drops requests instead of sending them to the other region.',
  source: SERVICE_LB_POLICY,
  severity: 'critical',
  level: 'mandatory',
  remediation:
    'Use NEAREST, which keeps traffic near but still leaves an unhealthy region, or leave isolationConfig out.',
  example: "isolationConfig: { isolationGranularity: 'REGION', isolationMode: 'NEAREST' }",
  types: [LB_POLICY],
  repairs: { [ARGUMENT]: 'NEAREST' },
  judge: (policy) => {
    const fix = `set ${ARGUMENT} to NEAREST, or remove isolationConfig`;
    if (unknownAt(policy, ARGUMENT)) return [unknownArgument(policy, ARGUMENT, fix)];
    if (textAt(policy.inputs, ARGUMENT) !== 'STRICT') return [];
    return [
      breach(policy, ARGUMENT, 'is STRICT, which drops traffic when the region is lost; allowed is NEAREST', fix),
    ];
  },
});
