import { isSet, isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { DATABASE_CLUSTER } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { DATABASE_SECRETS } from './support/sources.ts';

const MANAGED = 'manageMasterUserPassword';
const SOURCE_ARGUMENT = 'replicationSourceIdentifier';

export const membersCanSwap = resourceRule({
  id: 'tandem-aws-019-members-can-swap',
  title: 'Members of a global database take either role',
  what: `A cluster with globalClusterIdentifier sets neither ${MANAGED} nor ${SOURCE_ARGUMENT}.`,
  why: 'A managed password is not supported for members. A source identifier is dropped after a switchover, and dropping it promotes the cluster out of the pair.',
  source: DATABASE_SECRETS,
  severity: 'critical',
  level: 'mandatory',
  remediation: `Remove ${SOURCE_ARGUMENT}, and give the password as masterPasswordWo with masterPasswordWoVersion.`,
  example: 'globalClusterIdentifier: database.id, masterPasswordWo: password, masterPasswordWoVersion: 1',
  types: [DATABASE_CLUSTER],
  judge: (cluster): readonly Finding[] => {
    if (!isSet(cluster.inputs, 'globalClusterIdentifier')) return [];
    const managed = valueAt(cluster.inputs, MANAGED);
    const findings: Finding[] = [];
    if (isUnknown(managed)) findings.push(unknownArgument(cluster, MANAGED, `remove ${MANAGED}`));
    if (managed === true) {
      const problem = 'is true, which members of a global database do not support';
      findings.push(breach(cluster, MANAGED, problem, 'use masterPasswordWo on the cluster that writes'));
    }
    if (isSet(cluster.inputs, SOURCE_ARGUMENT)) {
      const problem = 'is set, so a switchover would end in a promotion out of the pair';
      findings.push(breach(cluster, SOURCE_ARGUMENT, problem, `remove ${SOURCE_ARGUMENT}`));
    }
    return findings;
  },
});
