import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { AUDIT_LOGS } from './support/sources.ts';

const AUDIT_CONFIGS = [
  'gcp:projects/iAMAuditConfig:IAMAuditConfig',
  'gcp:folder/iamAuditConfig:IamAuditConfig',
  'gcp:organizations/iamAuditConfig:IamAuditConfig',
];
const EXCLUSIONS = [
  'gcp:logging/projectExclusion:ProjectExclusion',
  'gcp:logging/folderExclusion:FolderExclusion',
  'gcp:logging/organizationExclusion:OrganizationExclusion',
  'gcp:logging/billingAccountExclusion:BillingAccountExclusion',
];

export const auditLogsAreWhole = resourceRule({
  id: 'tandem-gcp-042-audit-logs-are-whole',
  title: 'Audit logs leave nobody out',
  what: 'Audit configurations exempt no member, and no log exclusion drops audit logs.',
  why: 'After an incident the audit log is the only record of who did what; who is exempt leaves no trace.',
  source: AUDIT_LOGS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Remove exemptedMembers, and exclude noisy logs by name instead of audit logs.',
  example:
    "new IAMAuditConfig(name, { project, service: 'allServices', auditLogConfigs: [{ logType: 'DATA_WRITE' }] })",
  types: [...AUDIT_CONFIGS, ...EXCLUSIONS],
  judge: (resource) => (EXCLUSIONS.includes(resource.type) ? judgeExclusion(resource) : judgeConfig(resource)),
});

function judgeConfig(config: Resource): readonly Finding[] {
  const list = 'auditLogConfigs';
  if (unknownAt(config, list)) return [unknownArgument(config, list, 'give the log types as a list')];
  return blocksAt(config.inputs, list).flatMap((block, index): readonly Finding[] => {
    const exempt = valueAt(block, 'exemptedMembers');
    const argument = `${list}[${index}].exemptedMembers`;
    if (isUnknown(exempt)) return [unknownArgument(config, argument, 'remove it')];
    if (!Array.isArray(exempt) || exempt.length === 0) return [];
    return [
      breach(
        config,
        argument,
        `exempts ${exempt.length} members, whose access leaves no trace`,
        'remove exemptedMembers',
      ),
    ];
  });
}

function judgeExclusion(exclusion: Resource): readonly Finding[] {
  if (unknownAt(exclusion, 'filter')) return [unknownArgument(exclusion, 'filter', 'write the filter out')];
  const filter = textAt(exclusion.inputs, 'filter') ?? '';
  const drops = /cloudaudit\.googleapis\.com/.test(filter) && !/(NOT|-)\s*\(?\s*(log_?[Nn]ame|log_id)/.test(filter);
  if (!drops || valueAt(exclusion.inputs, 'disabled') === true) return [];
  return [breach(exclusion, 'filter', 'drops audit logs', 'exclude the noisy log by its own name')];
}
