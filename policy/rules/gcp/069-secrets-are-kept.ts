import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { SECRET } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notTrue } from '../support/values.ts';

const ENDS = ['expireTime', 'ttl'] as const;

export const secretsAreKept = resourceRule({
  id: 'tandem-gcp-069-secrets-are-kept',
  title: 'A secret cannot be deleted by mistake, and does not end by itself',
  what: 'Secrets set deletionProtection, and neither expireTime nor ttl.',
  why: 'A secret is one for both regions: without it no new instance starts in either, and a failover starts many.',
  source: 'https://docs.cloud.google.com/secret-manager/docs/secret-expiration',
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Set deletionProtection to true and remove expireTime and ttl. Stacks that are thrown away set this rule to disabled in their --policy-pack-config.',
  example: "new Secret('session-key', { secretId: 'session-key', replication, deletionProtection: true })",
  types: [SECRET],
  repairs: { deletionProtection: true },
  judge: (secret) => [
    ...notTrue(secret, 'deletionProtection', 'so a slip deletes it in both regions'),
    ...ENDS.flatMap((argument): readonly Finding[] => {
      const value = valueAt(secret.inputs, argument);
      if (value === undefined || value === null || value === '') return [];
      const fix = `remove ${argument}`;
      if (isUnknown(value)) return [unknownArgument(secret, argument, fix)];
      return [breach(secret, argument, `is ${String(value)}, after which the secret is gone from both regions`, fix)];
    }),
  ],
});
