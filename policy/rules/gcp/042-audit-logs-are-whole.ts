import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET, SECRET, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
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
const LOG_BUCKET = 'gcp:logging/projectBucketConfig:ProjectBucketConfig';
/** Kinds of audit logs that a configuration can switch on. It replaces what held before, so it has to name all. */
const LOG_TYPES = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'];
const LEAST_DAYS = 30;

/** Services that keep data, by the resource that shows that the program uses them. */
const KEEPERS: Readonly<Record<string, string>> = {
  [SQL_INSTANCE]: 'cloudsql.googleapis.com',
  [BUCKET]: 'storage.googleapis.com',
  [SECRET]: 'secretmanager.googleapis.com',
};

export const auditLogsAreWhole = graphRule({
  id: 'tandem-gcp-042-audit-logs-are-whole',
  title: 'Audit logs leave nobody and nothing out',
  what: 'Audit configurations exempt no member, name reads and writes, and cover every service of the program that keeps data; no exclusion or sink drops audit logs, and log buckets keep them at least 30 days. A program without an audit configuration is left to its organisation.',
  why: 'After an incident the audit log is the only record of who did what; who is exempt leaves no trace, and a configuration switches off what it does not name.',
  source: AUDIT_LOGS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Name ADMIN_READ, DATA_READ and DATA_WRITE for allServices, with no exemptedMembers, and exclude noisy logs by their own names.',
  example:
    "new IAMAuditConfig('audit', { project, service: 'allServices', auditLogConfigs: [{ logType: 'ADMIN_READ' }, { logType: 'DATA_READ' }, { logType: 'DATA_WRITE' }] })",
  types: [...AUDIT_CONFIGS, ...EXCLUSIONS, LOG_BUCKET],
  judge: (graph) => [
    ...graph.ofType(...AUDIT_CONFIGS).flatMap(judgeConfig),
    ...judgeCover(graph),
    ...graph.ofType(...EXCLUSIONS).flatMap((exclusion) => judgeFilter(exclusion, 'filter', exclusion.inputs)),
    ...graph
      .ofType('gcp:logging/projectSink:ProjectSink')
      .flatMap((sink) =>
        blocksAt(sink.inputs, 'exclusions').flatMap((block, index) =>
          judgeFilter(sink, `exclusions[${index}].filter`, block),
        ),
      ),
    ...graph.ofType(LOG_BUCKET).flatMap(judgeRetention),
  ],
});

function judgeConfig(config: Resource): readonly Finding[] {
  const list = 'auditLogConfigs';
  if (unknownAt(config, list)) return [unknownArgument(config, list, 'give the log types as a list')];
  const blocks = blocksAt(config.inputs, list);
  const missing = LOG_TYPES.filter((type) => !blocks.some((block) => valueAt(block, 'logType') === type));
  const fix = `add ${missing.join(' and ')} to ${list}`;
  const lacking =
    missing.length > 0 ? [breach(config, list, `lacks ${missing.join(', ')}, which it switches off`, fix)] : [];
  return [
    ...lacking,
    ...blocks.flatMap((block, index) => judgeExempt(config, block, `${list}[${index}].exemptedMembers`)),
  ];
}

function judgeExempt(config: Resource, block: unknown, argument: string): readonly Finding[] {
  const exempt = valueAt(block, 'exemptedMembers');
  if (isUnknown(exempt)) return [unknownArgument(config, argument, 'remove it')];
  if (!Array.isArray(exempt) || exempt.length === 0) return [];
  const problem = `exempts ${exempt.length} members, whose access leaves no trace`;
  return [breach(config, argument, problem, 'remove exemptedMembers')];
}

/** Whoever configures audit logs here has to think of every service that keeps data here. */
function judgeCover(graph: ResourceGraph): readonly Finding[] {
  const configs = graph.ofType(...AUDIT_CONFIGS);
  const [first] = configs;
  const named = configs.map(({ inputs }) => valueAt(inputs, 'service'));
  if (!first || named.includes('allServices') || named.some(isUnknown)) return [];
  const used = Object.entries(KEEPERS).filter(([type]) => graph.ofType(type).length > 0);
  const missing = used.map(([, service]) => service).filter((service) => !named.includes(service));
  if (missing.length === 0) return [];
  const problem = `and those of the other configurations leave out ${missing.join(', ')}, whose data this program keeps`;
  return [breach(first, 'service', problem, 'set service to allServices, or add a configuration for each')];
}

function judgeFilter(resource: Resource, argument: string, block: unknown): readonly Finding[] {
  const value = valueAt(block, 'filter');
  if (isUnknown(value)) return [unknownArgument(resource, argument, 'write the filter out')];
  const filter = textAt(block, 'filter') ?? '';
  const drops = /cloudaudit\.googleapis\.com/.test(filter) && !/(NOT|-)\s*\(?\s*(log_?[Nn]ame|log_id)/.test(filter);
  if (!drops || valueAt(block, 'disabled') === true) return [];
  return [breach(resource, argument, 'drops audit logs', 'exclude the noisy log by its own name')];
}

function judgeRetention(bucket: Resource): readonly Finding[] {
  const argument = 'retentionDays';
  const fix = `set ${argument} to ${LEAST_DAYS} or more`;
  if (unknownAt(bucket, argument)) return [unknownArgument(bucket, argument, fix)];
  const days = numberAt(bucket.inputs, argument) ?? LEAST_DAYS;
  if (days >= LEAST_DAYS) return [];
  return [breach(bucket, argument, `is ${days}; allowed is ${LEAST_DAYS} or more`, fix)];
}
