import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { BALANCERS, LISTENERS } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { LISTENERS_TLS } from './support/sources.ts';

const ENCRYPTED = ['HTTPS', 'TLS'];
/** Policies whose least version is TLS 1.2. */
const MODERN = /^ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)/;

export const modernTls = graphRule({
  id: 'tandem-aws-038-modern-tls',
  title: 'Clients connect with TLS 1.2 or later',
  what: 'Listeners of a public load balancer that forward requests speak HTTPS with a certificate and a policy of TLS 1.2 or later; those on HTTP redirect to it.',
  why: 'The default policy still takes TLS 1.0, and a listener on HTTP that forwards sends sessions in the open.',
  source: LISTENERS_TLS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 and certificateArn, and redirect port 80.',
  example: "protocol: 'HTTPS', sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06', certificateArn: certificate.arn",
  types: [...LISTENERS],
  judge: (graph) => graph.ofType(...LISTENERS).flatMap((listener) => judge(graph, listener)),
});

function judge(graph: ResourceGraph, listener: Resource): readonly Finding[] {
  const [balancer] = graph.linked(listener, 'loadBalancerArn', BALANCERS);
  if (balancer && valueAt(balancer.inputs, 'internal') === true) return [];
  if (isUnknown(valueAt(listener.inputs, 'protocol')))
    return [unknownArgument(listener, 'protocol', 'write HTTPS out')];
  const protocol =
    textAt(listener.inputs, 'protocol') ?? (numberAt(listener.inputs, 'port') === 443 ? 'HTTPS' : 'HTTP');
  if (protocol === 'HTTP') return plain(listener);
  return ENCRYPTED.includes(protocol) ? encrypted(listener) : [];
}

function plain(listener: Resource): readonly Finding[] {
  return blocksAt(listener.inputs, 'defaultActions').flatMap((action, index): readonly Finding[] => {
    const argument = `defaultActions[${index}]`;
    const type = textAt(action, 'type');
    const to = textAt(action, 'redirect.protocol') ?? '#{protocol}';
    if (type === 'redirect' && to === 'HTTPS') return [];
    if (type === 'redirect')
      return [breach(listener, `${argument}.redirect.protocol`, `is ${to}; allowed is HTTPS`, 'set it to HTTPS')];
    if (type !== 'forward') return [];
    return [
      breach(listener, `${argument}.type`, 'is forward on HTTP; allowed is redirect', 'redirect to HTTPS on port 443'),
    ];
  });
}

function encrypted(listener: Resource): readonly Finding[] {
  const fix = 'set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06';
  const policy = valueAt(listener.inputs, 'sslPolicy');
  const certificate = isSet(listener.inputs, 'certificateArn')
    ? []
    : [breach(listener, 'certificateArn', 'is not set, which HTTPS needs', 'name a certificate of this region')];
  if (isUnknown(policy)) return [...certificate, unknownArgument(listener, 'sslPolicy', fix)];
  if (typeof policy === 'string' && MODERN.test(policy)) return certificate;
  return [
    ...certificate,
    breach(
      listener,
      'sslPolicy',
      `is ${typeof policy === 'string' ? policy : 'not set'}; allowed is TLS 1.2 or later`,
      fix,
    ),
  ];
}
