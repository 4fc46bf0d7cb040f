import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valuesAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE, SECRET, SECRET_VERSION } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { accountOf, grantsOf, linkedTo, membersOf } from './support/identity.ts';
import { RUN_SECRETS } from './support/sources.ts';

const NAMED = ['template.containers.envs.valueSource.secretKeyRef.secret', 'template.volumes.secret.secret'];
const READERS = /^roles\/(secretmanager\.(secretAccessor|admin|secretVersionManager)|owner|editor)$/;
const SECRET_GRANT = /^gcp:secretmanager\/secretI/;

export const secretsCanBeRead = graphRule({
  id: 'tandem-gcp-059-secrets-can-be-read',
  title: 'Services can read their secrets',
  what: 'A secret of this program that a Cloud Run service reads has a version, and the account of the service may access it.',
  why: 'A revision whose secret is empty or forbidden never starts; in a failover that is when the other region scales out.',
  source: RUN_SECRETS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Add a SecretVersion, and a SecretIamMember with roles/secretmanager.secretAccessor for the service account.',
  example:
    "new SecretIamMember(name, { secretId: secret.id, role: 'roles/secretmanager.secretAccessor', member: account.member })",
  types: [SECRET, RUN_SERVICE],
  judge: (graph) => {
    const readings = graph
      .ofType(RUN_SERVICE)
      .flatMap((run) => secretsOf(graph, run).map((secret) => ({ run, secret })));
    const read = [...new Set(readings.map(({ secret }) => secret))];
    return [
      ...read.flatMap((secret) => judgeVersion(graph, secret)),
      ...readings.flatMap(({ run, secret }) => judgeAccess(graph, run, secret)),
    ];
  },
});

/** Secrets of this program that a service names. */
function secretsOf(graph: ResourceGraph, run: Resource): readonly Resource[] {
  const named = NAMED.flatMap((path) => valuesAt(run.inputs, path));
  if (named.length === 0) return [];
  const linked = NAMED.flatMap((path) => graph.linked(run, path, [SECRET]));
  return [...new Set(linked)];
}

function judgeVersion(graph: ResourceGraph, secret: Resource): readonly Finding[] {
  const versions = graph
    .ofType(SECRET_VERSION)
    .filter((version) => graph.linked(version, 'secret', [SECRET]).includes(secret));
  if (versions.some((version) => version.inputs['enabled'] !== false)) return [];
  return [
    breach(
      secret,
      'secretVersion',
      'is missing: the service reads a secret that has no value',
      'add a secretmanager.SecretVersion',
    ),
  ];
}

function judgeAccess(graph: ResourceGraph, run: Resource, secret: Resource): readonly Finding[] {
  const account = accountOf(graph, run);
  // An account of another program may have been granted access there.
  if (!account) return [];
  const email = `${textAt(account.inputs, 'accountId') ?? ''}@`;
  const grants = grantsOf(graph).filter((grant) => {
    const role = textAt(grant.inputs, 'role') ?? '';
    const here = !SECRET_GRANT.test(grant.type) || graph.linked(grant, 'secretId', [SECRET]).includes(secret);
    return READERS.test(role) && here;
  });
  const granted = grants.some((grant) => {
    const named = membersOf(grant).some((member) => typeof member === 'string' && member.includes(`:${email}`));
    return named || linkedTo(graph, grant, ['member', 'members']).includes(account);
  });
  if (granted) return [];
  const open = grants.find(
    (grant) => membersOf(grant).some(isUnknown) && linkedTo(graph, grant, ['member', 'members']).length === 0,
  );
  const fix = `add a SecretIamMember with roles/secretmanager.secretAccessor on ${secret.name} for ${account.name}`;
  if (open)
    return [undecided(open, 'member', `is not known before an apply, and may or may not be ${account.name}`, fix)];
  return [
    breach(
      secret,
      'roles/secretmanager.secretAccessor',
      `is not granted to ${account.name}, as which ${run.name} runs`,
      fix,
    ),
  ];
}
