import { REDIS_CLUSTER, REDIS_INSTANCE, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule } from '../../frame/rule.ts';
import { valueAt } from '../../../topology/graph/value.ts';
import { SQL_ENCRYPTION } from './support/sources.ts';
import { notOneOf } from '../support/values.ts';

/** Where each store says how it encrypts connections, and the values that do. */
const DEMANDS: Readonly<Record<string, readonly [argument: string, allowed: readonly string[]]>> = {
  [SQL_INSTANCE]: ['settings.ipConfiguration.sslMode', ['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED']],
  [REDIS_INSTANCE]: ['transitEncryptionMode', ['SERVER_AUTHENTICATION']],
  [REDIS_CLUSTER]: ['transitEncryptionMode', ['TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION']],
};

export const connectionsAreEncrypted = resourceRule({
  id: 'tandem-gcp-039-connections-are-encrypted',
  title: 'Connections to stores are encrypted',
  what: 'Databases and caches accept encrypted connections only.',
  why: 'All of them accept plain text by default, and traffic between two regions is long on the way.',
  source: SQL_ENCRYPTION,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set settings.ipConfiguration.sslMode to ENCRYPTED_ONLY, or transitEncryptionMode on Redis.',
  example: "ipConfiguration: { sslMode: 'ENCRYPTED_ONLY' }",
  types: Object.keys(DEMANDS),
  judge: (store) => {
    const [argument, allowed] = DEMANDS[store.type] ?? ['', []];
    const value = valueAt(store.inputs, argument);
    if (value !== undefined && value !== null && value !== '') return notOneOf(store, argument, allowed);
    return [
      breach(
        store,
        argument,
        `is not set, so plain text is accepted; allowed is ${allowed.join(', ')}`,
        `set ${argument} to ${allowed[0]}`,
      ),
    ];
  },
});
