import { blocksAt, textAt } from '../../../topology/graph/value.ts';
import { SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule } from '../../frame/rule.ts';
import { SQL_PRIVATE_IP } from './support/sources.ts';
import { notSetTo } from '../support/values.ts';

const NETWORKS = 'settings.ipConfiguration.authorizedNetworks';

export const databaseIsPrivate = resourceRule({
  id: 'tandem-gcp-035-database-is-private',
  title: 'The database has no public address',
  what: 'Cloud SQL instances have ipv4Enabled false and let no network in from everywhere.',
  why: 'A public address is on by default; a leaked password is then enough to read everything.',
  source: SQL_PRIVATE_IP,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Set settings.ipConfiguration.ipv4Enabled to false and give privateNetwork.',
  example: 'ipConfiguration: { ipv4Enabled: false, privateNetwork: network.id }',
  types: [SQL_INSTANCE],
  judge: (instance) => [
    ...notSetTo(instance, 'settings.ipConfiguration.ipv4Enabled', false, 'so the database has a public address'),
    ...blocksAt(instance.inputs, NETWORKS).flatMap((network, index) =>
      textAt(network, 'value')?.endsWith('/0')
        ? [
            breach(
              instance,
              `${NETWORKS}[${index}].value`,
              'lets the whole internet in',
              'name the few addresses that need access',
            ),
          ]
        : [],
    ),
  ],
});
