import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { FORWARDING_RULE, GLOBAL_ADDRESS, HTTP_PROXY, HTTPS_PROXY } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { FORWARDING_RULES } from './support/sources.ts';
import { notOneOf } from '../support/values.ts';

const PORTS: Readonly<Record<string, RegExp>> = { [HTTPS_PROXY]: /^443(-443)?$/, [HTTP_PROXY]: /^(80|8080)(-\1)?$/ };

export const entryIsComplete = graphRule({
  id: 'tandem-gcp-060-entry-is-complete',
  title: 'Forwarding rules lead clients to the proxies',
  what: 'Global forwarding rules use the premium tier and the port of their proxy, each has an address that is reserved, every proxy has a forwarding rule, and an address answers on port 80 and on port 443 if any does.',
  why: 'Two regions behind one address need the premium tier; a proxy that nothing leads to serves nobody. The preview notices neither.',
  source: FORWARDING_RULES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add a GlobalForwardingRule for the proxy with portRange 443, or 80 for plain HTTP.',
  example:
    "new GlobalForwardingRule(name, { target: proxy.id, ipAddress: address.id, portRange: '443', loadBalancingScheme: 'EXTERNAL_MANAGED' })",
  types: [FORWARDING_RULE, HTTPS_PROXY, HTTP_PROXY],
  judge: (graph) => {
    const rules = graph.ofType(FORWARDING_RULE);
    const led = new Set(rules.flatMap((rule) => graph.linked(rule, 'target', Object.keys(PORTS))));
    const proxies = graph.ofType(...Object.keys(PORTS));
    return [
      ...rules.flatMap((rule) => [
        ...notOneOf(rule, 'networkTier', ['PREMIUM']),
        ...judgePort(graph, rule),
        ...judgeReserved(graph, rule),
      ]),
      ...proxies
        .filter((proxy) => !led.has(proxy))
        .map((proxy) =>
          breach(
            proxy,
            'globalForwardingRule',
            'is missing: no forwarding rule leads to this proxy',
            'add a GlobalForwardingRule with this proxy as target',
          ),
        ),
      ...judgeAddresses(graph, rules),
    ];
  },
});

/** A redirect sends clients to the same address on the other port. */
function judgeAddresses(graph: ResourceGraph, rules: readonly Resource[]): readonly Finding[] {
  const answering = (type: string): readonly Resource[] =>
    rules
      .filter((rule) => graph.linked(rule, 'target', [type]).length > 0)
      .flatMap((rule) => graph.linked(rule, 'ipAddress', [GLOBAL_ADDRESS]));
  const secure = answering(HTTPS_PROXY);
  const plain = answering(HTTP_PROXY);
  const mute = plain.length === 0 ? [] : secure.filter((address) => !plain.includes(address));
  const silent = [...new Set(mute)].map((address) =>
    breach(
      address,
      'globalForwardingRule',
      'for port 80 is missing: clients who type the name get no answer here, and one on the other address',
      'add a GlobalForwardingRule with this ipAddress, portRange 80 and the proxy that redirects as target',
    ),
  );
  const lost = [...new Set(plain)]
    .filter((address) => !secure.includes(address))
    .map((address) =>
      breach(
        address,
        'globalForwardingRule',
        'for port 443 is missing: clients are redirected to where nothing answers',
        'add a GlobalForwardingRule with this ipAddress, portRange 443 and the HTTPS proxy as target',
      ),
    );
  return [...lost, ...silent];
}

/** Without a reserved address a rule that is made anew answers on another one, and the records of the domain lead nowhere. */
function judgeReserved(graph: ResourceGraph, rule: Resource): readonly Finding[] {
  const value = valueAt(rule.inputs, 'ipAddress');
  const led = graph.linked(rule, 'target', Object.keys(PORTS)).length > 0;
  if (!led || (value !== undefined && value !== null && value !== '')) return [];
  const fix = 'set ipAddress to the id of a compute.GlobalAddress';
  return [breach(rule, 'ipAddress', 'is not set, so the address changes when the rule is made anew', fix)];
}

function judgePort(graph: ResourceGraph, rule: Resource): readonly Finding[] {
  const [proxy] = graph.linked(rule, 'target', Object.keys(PORTS));
  if (!proxy) return [];
  const wanted = proxy.type === HTTPS_PROXY ? '443' : '80';
  const fix = `set portRange to '${wanted}'`;
  if (isUnknown(valueAt(rule.inputs, 'portRange'))) return [unknownArgument(rule, 'portRange', fix)];
  const given = textAt(rule.inputs, 'portRange') ?? String(valueAt(rule.inputs, 'portRange') ?? 'not set');
  if (PORTS[proxy.type]?.test(given)) return [];
  return [breach(rule, 'portRange', `is ${given}, while its target ${proxy.name} answers on ${wanted}`, fix)];
}
