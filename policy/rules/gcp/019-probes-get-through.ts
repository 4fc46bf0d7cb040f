import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { PROBERS } from '../../../topology/recognise/gcp/reach.ts';
import { BACKEND_SERVICE, FIREWALL, NETWORK, TEMPLATES } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { covered } from '../support/cidr.ts';
import { describe } from './support/served.ts';
import { HEALTH_CHECKS } from './support/sources.ts';

const POLICY_RULES = [
  'gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule',
  'gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule',
  'gcp:compute/firewallPolicyRule:FirewallPolicyRule',
];

export const probesGetThrough = graphRule({
  id: 'tandem-gcp-019-probes-get-through',
  title: 'Health checks reach the instances',
  what: 'A firewall rule on the network of the instances behind a backend service allows both ranges of the health checks on the port where the instances answer.',
  why: 'A network denies what nothing allows: all instances in both regions would count as unhealthy at once.',
  source: HEALTH_CHECKS,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Add a compute.Firewall on that network with both ranges as sourceRanges.',
  example:
    "new Firewall(name, { network: network.id, allows: [{ protocol: 'tcp' }], sourceRanges: ['35.191.0.0/16', '130.211.0.0/22'] })",
  types: [FIREWALL, BACKEND_SERVICE],
  judge: (graph) =>
    graph.ofType(BACKEND_SERVICE).flatMap((service) => {
      const served = describe(graph, service);
      // Endpoint groups of a cluster bring their own firewall rules, made by the cluster's controller.
      if (!served.someOf(['zonal-group', 'regional-group'])) return [];
      return judge(
        graph,
        service,
        networksBehind(
          graph,
          served.groups.map(({ group }) => group),
        ),
      );
    }),
});

/** Networks of the instances behind some groups, as resources; undefined stands for one that the plan does not hold. */
function networksBehind(
  graph: ResourceGraph,
  groups: readonly (Resource | undefined)[],
): ReadonlySet<Resource | undefined> {
  const templates = groups.flatMap((group): readonly (Resource | undefined)[] => {
    const linked = group ? graph.linked(group, 'versions', TEMPLATES) : [];
    return linked.length > 0 ? linked : [undefined];
  });
  return new Set(
    templates.map((template) => (template ? graph.linked(template, 'networkInterfaces', [NETWORK])[0] : undefined)),
  );
}

function judge(
  graph: ResourceGraph,
  service: Resource,
  networks: ReadonlySet<Resource | undefined>,
): readonly Finding[] {
  const fix = `add a compute.Firewall on the instances' network with sourceRanges ${PROBERS.join(' and ')}`;
  return [...networks].flatMap((network): readonly Finding[] => {
    const rules = allowing(graph, network);
    const ranges = rules.flatMap((rule) => rangesOf(rule));
    const missing = PROBERS.filter(
      (range) =>
        !covered(
          range,
          ranges.filter((text) => typeof text === 'string'),
        ),
    );
    if (missing.length === 0) return judgePorts(graph, service, rules);
    if (ranges.some(isUnknown)) {
      const rule = rules.find((candidate) => rangesOf(candidate).some(isUnknown)) ?? service;
      return [undecided(rule, 'sourceRanges', 'is not known before an apply', 'write the ranges out')];
    }
    if (!network) {
      const problem = 'holds instances whose network, or its firewall, is not in this plan';
      return [undecided(service, 'backends', problem, fix)];
    }
    const partial = rules.find((rule) => PROBERS.some((range) => covered(range, rangesOf(rule).map(String))));
    if (partial) {
      const problem = `lacks ${missing.join(' and ')}, from which health checks come`;
      return [breach(partial, 'sourceRanges', problem, `add ${missing.join(' and ')} to sourceRanges`)];
    }
    const problem = `holds instances on ${network.name}, where no firewall rule lets health checks in from ${missing.join(' and ')}`;
    return [breach(service, 'backends', problem, fix)];
  });
}

/** Rules that let the health checks in have to do so where the instances answer. */
function judgePorts(graph: ResourceGraph, service: Resource, rules: readonly Resource[]): readonly Finding[] {
  const wanted = textAt(service.inputs, 'portName') ?? 'http';
  const ports = describe(graph, service).groups.flatMap(({ group }) =>
    blocksAt(group?.inputs, 'namedPorts').flatMap((block) =>
      textAt(block, 'name') === wanted ? [numberAt(block, 'port')] : [],
    ),
  );
  const probing = rules.filter((rule) => PROBERS.some((range) => covered(range, rangesOf(rule).map(String))));
  return [...new Set(ports)].flatMap((port): readonly Finding[] => {
    const [closed] = probing.filter((rule) => port !== undefined && !opens(rule, port));
    const ranges = probing
      .filter((rule) => rule !== closed && opens(rule, port ?? 0))
      .flatMap(rangesOf)
      .map(String);
    if (!closed || PROBERS.every((range) => covered(range, ranges))) return [];
    const problem = `lets health checks in on other ports than ${port}, where the instances of ${service.name} answer`;
    return [breach(closed, 'allows', problem, `add ${port} to the ports`)];
  });
}

/** True when a rule lets TCP in on a port. Ports that only an apply can tell may be the one. */
function opens(rule: Resource, port: number): boolean {
  if (rule.type !== FIREWALL) return true;
  return blocksAt(rule.inputs, 'allows').some((block) => {
    const ports = valuesAt(block, 'ports').map(String);
    const tcp = ['tcp', '6', 'all'].includes((textAt(block, 'protocol') ?? 'all').toLowerCase());
    const within = (text: string): boolean => {
      const [low = 0, high = low] = text.split('-').map(Number);
      return isUnknown(text) || (low <= port && port <= high);
    };
    return tcp && (ports.length === 0 || ports.some(within));
  });
}

/** Rules that let TCP in on a network. Without a network in the plan, any of them may be the one. */
function allowing(graph: ResourceGraph, network: Resource | undefined): readonly Resource[] {
  const firewalls = graph.ofType(FIREWALL).filter((rule) => {
    const on = graph.linked(rule, 'network', [NETWORK]);
    const egress = textAt(rule.inputs, 'direction') === 'EGRESS';
    const protocols = blocksAt(rule.inputs, 'allows').map((block) => textAt(block, 'protocol') ?? 'all');
    const tcp = protocols.some((protocol) => ['tcp', '6', 'all'].includes(protocol.toLowerCase()));
    const here = network === undefined || on.includes(network);
    return here && tcp && !egress && valueAt(rule.inputs, 'disabled') !== true;
  });
  const policies = graph.ofType(...POLICY_RULES).filter((rule) => textAt(rule.inputs, 'action') === 'allow');
  return [...firewalls, ...policies];
}

const rangesOf = (rule: Resource): readonly unknown[] =>
  rule.type === FIREWALL ? valuesAt(rule.inputs, 'sourceRanges') : valuesAt(rule.inputs, 'match.srcIpRanges');
