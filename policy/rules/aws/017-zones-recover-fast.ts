import { isSet } from '../../../topology/graph/value.ts';
import { resourceRule } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';
import { ACCELERATED_RECOVERY } from './support/sources.ts';

const ZONE = 'aws:route53/zone:Zone';
const ARGUMENT = 'enableAcceleratedRecovery';

export const zonesRecoverFast = resourceRule({
  id: 'tandem-aws-017-zones-recover-fast',
  title: 'Records can be edited while us-east-1 is away',
  what: 'Public hosted zones turn accelerated recovery on.',
  why: 'Edits of records go through us-east-1. With accelerated recovery they work again within an hour of its loss, and it has to be on beforehand.',
  source: ACCELERATED_RECOVERY,
  severity: 'medium',
  level: 'mandatory',
  remediation: `Set ${ARGUMENT} to true.`,
  example: `new Zone('public', { name: 'example.com', ${ARGUMENT}: true })`,
  types: [ZONE],
  repairs: { [ARGUMENT]: true },
  judge: (zone) =>
    isSet(zone.inputs, 'vpcs') ? [] : notTrue(zone, ARGUMENT, 'so a public zone waits for us-east-1 to come back'),
});
