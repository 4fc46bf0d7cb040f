import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isGiven, isSet, isUnknown, numberAt, SECRET, textAt, valueAt, valuesAt } from '../../graph/value.ts';
import { contains, parseCidr } from '../../arithmetic/cidr.ts';
import type { Evidence } from '../../model/model.ts';
import { placeInLink, regionOf } from '../place.ts';
import {
  FIREWALL,
  NETWORK,
  REGION_MANAGER,
  RUN_SERVICE,
  RUN_V1_SERVICE,
  SUBNETWORK,
  TEMPLATES,
  ZONAL_MANAGER,
} from './types.ts';

// What keeps the load balancer out of a pool that it points at: ingress, the invoker role, firewalls.

const RUN_GRANTS = /^gcp:(cloudrunv2\/serviceIam|cloudrun\/iam)(Member|Binding|Policy):/;
const WIDER_GRANTS = /^gcp:(projects|folder|organizations)\/iAM(Member|Binding|Policy):/;
const FIREWALL_POLICY = /^gcp:compute\/\w*firewallPolicy\w*:/i;

/** Where Google's health checks and front ends come from. */
export const PROBERS = ['35.191.0.0/16', '130.211.0.0/22'] as const;

/**
 * Why the load balancer cannot get an answer from a pool though the plan points it there; undefined where nothing in the
 * plan speaks against it.
 *
 * @param runs what runs the pool: a Cloud Run service or an instance group manager
 * @param beside what runs the other pools of the same backend service
 * @param checks health checks of the backend service
 */
export function unreachable(
  graph: ResourceGraph,
  runs: Resource,
  beside: readonly Resource[],
  checks: readonly Resource[],
): Evidence | undefined {
  if (isRun(runs)) return refusedByIngress(runs) ?? refusedToCallers(graph, runs, beside);
  if (runs.type !== ZONAL_MANAGER && runs.type !== REGION_MANAGER) return undefined;
  return checks.map((check) => shutOut(graph, runs, check)).find((found) => found !== undefined);
}

const isRun = ({ type }: Resource): boolean => type === RUN_SERVICE || type === RUN_V1_SERVICE;

/** Unknown values and secrets may be whatever is looked for. */
const isOpen = (value: unknown): boolean => isUnknown(value) || value === SECRET;

function refusedByIngress(run: Resource): Evidence | undefined {
  const internal = textAt(run.inputs, 'ingress') === 'INGRESS_TRAFFIC_INTERNAL_ONLY';
  if (!internal && annotation(run, 'run.googleapis.com/ingress') !== 'internal') return undefined;
  const fix = internal ? 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' : 'internal-and-cloud-load-balancing';
  return {
    urn: run.urn,
    argument: internal ? 'ingress' : 'metadata.annotations',
    says: `takes requests from inside the network only, so an external load balancer is refused; ${fix} would do`,
  };
}

/** Its key has dots, so that no path leads to it. */
const annotation = (run: Resource, key: string): unknown =>
  (blocksAt(run.inputs, 'metadata.annotations')[0] ?? {})[key];

/** Only a difference tells: a plan that opens none of its services may be open by something outside it. */
function refusedToCallers(graph: ResourceGraph, run: Resource, beside: readonly Resource[]): Evidence | undefined {
  if (graph.all.some((grant) => WIDER_GRANTS.test(grant.type) && invokes(grant, true))) return undefined;
  const open = beside.find((other) => isRun(other) && takesAnyone(graph, other, false));
  if (!open || takesAnyone(graph, run, true)) return undefined;
  return {
    urn: run.urn,
    says: `answers only callers that may invoke it, while ${open.name} answers all, so requests get 403 here; roles/run.invoker for allUsers would do`,
  };
}

/** Whether a service answers callers without an identity. `doubt` is the answer where the plan leaves it open. */
function takesAnyone(graph: ResourceGraph, run: Resource, doubt: boolean): boolean {
  const unchecked =
    valueAt(run.inputs, 'invokerIamDisabled') ?? annotation(run, 'run.googleapis.com/invoker-iam-disabled');
  if (isOpen(unchecked) ? doubt : String(unchecked) === 'true') return true;
  return graph.all.some(
    (grant) =>
      RUN_GRANTS.test(grant.type) &&
      isOn(graph, grant, run, doubt) &&
      invokes(grant, doubt) &&
      says(grant, ['member', 'members', 'policyData'], /\ballUsers\b/, doubt) &&
      (doubt || !isSet(grant.inputs, 'condition')),
  );
}

const invokes = (grant: Resource, doubt: boolean): boolean =>
  says(grant, ['role', 'policyData'], /\broles\/run\.invoker\b/, doubt);

/** A policy is one text, of which it is enough to know what it mentions. */
const says = ({ inputs }: Resource, paths: readonly string[], what: RegExp, doubt: boolean): boolean =>
  paths.flatMap((path) => valuesAt(inputs, path)).some((value) => (isOpen(value) ? doubt : what.test(String(value))));

/** Services of both regions may have one name; then the location tells. */
function isOn(graph: ResourceGraph, grant: Resource, run: Resource, doubt: boolean): boolean {
  const argument = grant.type.startsWith('gcp:cloudrun/') ? 'service' : 'name';
  const name = textAt(grant.inputs, argument);
  const services = graph.linked(grant, argument, [RUN_SERVICE, RUN_V1_SERVICE]);
  if (services.length === 0) return doubt && (name === undefined || textAt(run.inputs, 'name') === undefined);
  if (!services.includes(run)) return false;
  const place = textAt(grant.inputs, 'location') ?? placeInLink(name ?? '')?.region;
  const region = regionOf(graph, run);
  if (place === undefined || region === undefined) return doubt || services.length === 1;
  return place.toLowerCase() === region;
}

/** Whether the network drops a health check's probes to all instances of a group. */
function shutOut(graph: ResourceGraph, manager: Resource, check: Resource): Evidence | undefined {
  if (graph.all.some(({ type }) => FIREWALL_POLICY.test(type))) return undefined;
  const templates = graph.linkedEach(manager, 'versions', 'instanceTemplate', TEMPLATES);
  const found = templates.flatMap((template) => {
    const network = template && networkOf(graph, template);
    return probedPorts(manager, check).map((port) => network && droppedBy(graph, network, template, port));
  });
  // Any version or port that may get through is enough for no finding.
  return found.includes(undefined) ? undefined : found[0];
}

/** Ports that the check may mean; `undefined` stands for any. Without a word on ports, a check asks those of its protocol. */
function probedPorts(manager: Resource, check: Resource): readonly (number | undefined)[] {
  const block = Object.entries(check.inputs).find(([key, value]) => /HealthCheck$/.test(key) && value)?.[1];
  const by = valueAt(block, 'portSpecification') ?? (isSet(block, 'port') ? 'USE_FIXED_PORT' : undefined);
  if (by === 'USE_FIXED_PORT') return [numberAt(block, 'port')];
  const named = blocksAt(manager.inputs, 'namedPorts').map((one) => numberAt(one, 'port'));
  if (isOpen(by) || named.length === 0) return [undefined];
  return by === undefined ? [...named, 80, 443] : named;
}

/** The network of a template's instances, if this plan makes it. With two interfaces it is open which is which. */
function networkOf(graph: ResourceGraph, template: Resource): Resource | undefined {
  if (blocksAt(template.inputs, 'networkInterfaces').length !== 1) return undefined;
  const subnetworks = graph.linked(template, 'networkInterfaces.subnetwork', [SUBNETWORK]);
  const networks = new Set([
    ...graph.linked(template, 'networkInterfaces.network', [NETWORK]),
    ...subnetworks.flatMap((subnetwork) => graph.linked(subnetwork, 'network', [NETWORK])),
  ]);
  const [network] = networks;
  return networks.size === 1 && network?.op !== 'read' ? network : undefined;
}

function droppedBy(graph: ResourceGraph, network: Resource, template: Resource, port?: number): Evidence | undefined {
  const rules = graph.ofType(FIREWALL).filter((rule) => {
    const on = graph.linked(rule, 'network', [NETWORK]);
    const here = on.includes(network) || (on.length === 0 && isOpen(valueAt(rule.inputs, 'network')));
    return here && valueAt(rule.inputs, 'direction') !== 'EGRESS' && isGiven(rule.inputs, 'allows');
  });
  const faults = (rule: Resource, ranges: readonly string[]): readonly string[] => [
    ...(valueAt(rule.inputs, 'disabled') === true ? ['disabled'] : []),
    ...(appliesTo(rule, template) ? [] : [isGiven(rule.inputs, 'targetTags') ? 'targetTags' : 'targetServiceAccounts']),
    ...(opens(rule, port) ? [] : ['allows']),
    ...ranges.filter((range) => !holds(rule, range)).map(() => 'sourceRanges'),
  ];
  const missing = PROBERS.filter((prober) => !rules.some((rule) => faults(rule, [prober]).length === 0));
  if (missing.length === 0) return undefined;
  const [nearest] = rules
    .map((rule) => ({ urn: rule.urn, wrong: faults(rule, missing) }))
    .toSorted((one, other) => one.wrong.length - other.wrong.length);
  const at = port === undefined ? '' : ` on port ${port}`;
  return {
    urn: nearest?.urn ?? network.urn,
    ...(nearest?.wrong[0] ? { argument: nearest.wrong[0] } : {}),
    says: `health checks from ${missing.join(' and ')} cannot reach the instances${at}, so none counts as healthy; a firewall that lets in TCP${at} from ${PROBERS.join(' and ')} would do`,
  };
}

/** Whether a rule lets in all of a range; one without any source lets in all. */
function holds({ inputs }: Resource, range: string): boolean {
  const given = ['sourceRanges', 'sourceTags', 'sourceServiceAccounts'].some((argument) => isGiven(inputs, argument));
  if (!given) return true;
  return valuesAt(inputs, 'sourceRanges').some((text) => {
    const [outer, inner] = [parseCidr(String(text)), parseCidr(range)];
    return isOpen(text) || (!('reason' in outer) && !('reason' in inner) && contains(outer, inner));
  });
}

function appliesTo({ inputs: rule }: Resource, { inputs: template }: Resource): boolean {
  const [tags, accounts] = [valuesAt(rule, 'targetTags'), valuesAt(rule, 'targetServiceAccounts')];
  if (tags.length + accounts.length === 0 || meet(tags, valuesAt(template, 'tags'))) return true;
  // The project's default account has no name in the plan.
  const byDefault = isSet(template, 'serviceAccount') && !isSet(template, 'serviceAccount.email');
  return meet(accounts, byDefault ? [SECRET] : valuesAt(template, 'serviceAccount.email'));
}

const meet = (wanted: readonly unknown[], found: readonly unknown[]): boolean =>
  wanted.length > 0 && ([...wanted, ...found].some(isOpen) || wanted.some((one) => found.includes(one)));

/** Whether a rule allows TCP on a port; any port where none is given. */
const opens = ({ inputs }: Resource, port: number | undefined): boolean =>
  valuesAt(inputs, 'allows').some((allow) => {
    const ports = valuesAt(allow, 'ports').map(String);
    const tcp = ['tcp', '6', 'all'].includes(textAt(allow, 'protocol')?.toLowerCase() ?? 'all');
    const within = (text: string): boolean => {
      const [low = 0, high = low] = text.split('-').map(Number);
      return isOpen(text) || port === undefined || (low <= port && port <= high);
    };
    return tcp && (ports.length === 0 || ports.some(within));
  });
