import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided, unknownArgument, type Finding } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { isApplication, publicBalancers } from './support/entries.ts';
import { declarations } from './support/scope.ts';
import { WEB_ACLS } from './support/sources.ts';

const ACL = 'aws:wafv2/webAcl:WebAcl';
const ASSOCIATION = 'aws:wafv2/webAclAssociation:WebAclAssociation';
const WINDOW_SECONDS = 300;

export const entryIsShielded = graphRule({
  id: 'tandem-aws-046-entry-is-shielded',
  title: 'The entry has a filter in each region, which lets the load in',
  what: 'Each public application load balancer has a web ACL that allows by default and limits the rate of a single address, at no less than the declared peak from one address.',
  why: 'One client alone can take what the failover needs. A limit below the peak refuses a large client’s whole load after a failover.',
  source: WEB_ACLS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Associate a WebAcl with a rate based rule with each load balancer.',
  example:
    "rules: [{ name: 'rate', priority: 1, action: { block: {} }, statement: { rateBasedStatement: { limit: 24000, aggregateKeyType: 'IP' } } }]",
  types: [ACL, ASSOCIATION, ...BALANCERS],
  judge: (graph) => {
    const declarationOf = declarations(graph);
    return [
      ...publicBalancers(graph)
        .filter(isApplication)
        .flatMap((balancer) => [...judge(graph, balancer), ...failsOpen(balancer)]),
      ...graph.ofType(ACL).flatMap((acl) => judgeAcl(acl, declarationOf(acl)?.peakRps)),
    ];
  },
});

function judge(graph: ResourceGraph, balancer: Resource): readonly Finding[] {
  const associations = graph.ofType(ASSOCIATION);
  const own = associations.find((one) => graph.linked(one, 'resourceArn', BALANCERS).includes(balancer));
  if (own) return [];
  const open = associations.find((one) => isOpen(one, 'resourceArn'));
  if (open)
    return [
      undecided(
        open,
        'resourceArn',
        `is not known before an apply, and may or may not be ${balancer.name}`,
        'take it from the load balancer',
      ),
    ];
  return [
    breach(
      balancer,
      'wafv2.WebAclAssociation',
      'is missing, so nothing limits a single client',
      'associate a WebAcl with it',
    ),
  ];
}

const failsOpen = (balancer: Resource): readonly Finding[] =>
  valueAt(balancer.inputs, 'enableWafFailOpen') === true
    ? [
        breach(
          balancer,
          'enableWafFailOpen',
          'is true, so requests pass unfiltered while the filter is away',
          'remove enableWafFailOpen',
        ),
      ]
    : [];

function judgeAcl(acl: Resource, peakRps: number | undefined): readonly Finding[] {
  const findings: Finding[] = [];
  if (isSet(acl.inputs, 'defaultAction.block'))
    findings.push(
      breach(acl, 'defaultAction.block', 'refuses everybody who is not named', 'set defaultAction to { allow: {} }'),
    );
  const rules = valueAt(acl.inputs, 'rules');
  if (isUnknown(rules)) return [...findings, unknownArgument(acl, 'rules', 'give the rules as a list')];
  const blocks = blocksAt(acl.inputs, 'rules');
  const limits = blocks.flatMap((rule, index) =>
    isSet(rule, 'statement.rateBasedStatement') ? [{ rule, index }] : [],
  );
  if (limits.length === 0 && !isSet(acl.inputs, 'ruleJson'))
    findings.push(
      breach(
        acl,
        'rules',
        'has no rate based rule, so one client may send without limit',
        'add a rule with rateBasedStatement',
      ),
    );
  return [...findings, ...limits.flatMap(({ rule, index }) => judgeLimit(acl, rule, index, peakRps))];
}

function judgeLimit(acl: Resource, rule: unknown, index: number, peakRps: number | undefined): readonly Finding[] {
  const path = 'statement.rateBasedStatement.limit';
  const argument = `rules[${index}].${path}`;
  if (isUnknown(valueAt(rule, path))) return [unknownArgument(acl, argument, 'write the limit out')];
  const limit = numberAt(rule, path);
  const seconds = numberAt(rule, 'statement.rateBasedStatement.evaluationWindowSec') ?? WINDOW_SECONDS;
  // A scoped limit is about part of the requests, and may be as tight as somebody wants.
  const scoped = isSet(rule, 'statement.rateBasedStatement.scopeDownStatement');
  const counts = isSet(rule, 'action.count')
    ? [breach(acl, `rules[${index}].action.count`, 'counts and limits nothing', 'set action to { block: {} }')]
    : [];
  if (limit === undefined || limit < 10)
    return [...counts, breach(acl, argument, `is ${String(limit ?? 'not set')}; allowed is 10 or more`, 'set a limit')];
  const least = peakRps === undefined || scoped ? 0 : peakRps * seconds;
  if (limit >= least) return counts;
  return [
    ...counts,
    breach(
      acl,
      argument,
      `is ${limit} in ${seconds} s; the declared peak is ${least} in that time, and may come through one address`,
      `set it to ${least} or more`,
    ),
  ];
}
