import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../../topology/graph/graph.ts';
import type { Evidence } from '../../../../topology/model/model.ts';
import { unreachable } from '../../../../topology/recognise/gcp/reach.ts';
import { change, draft, graphFrom, relink, without, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { REGIONS } from '../../../support/parts.ts';
import { instancesPlan, regionalPlan, runPlan } from '../../../support/plans.ts';

type Plan = readonly Draft[];
type Case = readonly [name: string, plan: Plan];
const [HERE, THERE] = REGIONS;

/** What is found of the pool that the named resource runs; all others of its kind run the pools beside it. */
function found(plan: Plan, name: string): Evidence | undefined {
  const graph = graphFrom(plan);
  const [mine] = graph.all.filter((one) => one.name === name);
  if (!mine) throw new Error(`no resource ${name} in this plan`);
  const like = (name: RegExp): readonly Resource[] => graph.all.filter((one) => one !== mine && name.test(one.name));
  return unreachable(graph, mine, like(/^(run|group)-/), like(/^lb-check$/));
}

const also = (plan: Plan, ...added: Parameters<typeof draft>): Plan => [...plan, draft(...added)];

it.each<Case>([
  ['Cloud Run', runPlan],
  ['zonal groups', instancesPlan],
  ['regional groups', regionalPlan],
])('finds nothing in a sound plan of %s', (_name, plan) => {
  const pools = plan.filter(({ name }) => /^(run|group)-/.test(name));
  expect(pools.length).toBeGreaterThanOrEqual(2);
  expect(pools.filter(({ name }) => found(plan, name))).toEqual([]);
});

const RUN = `run-${HERE}`;
const INVOKER = `invoker-${HERE}`;
const OTHER_INVOKER = `invoker-${THERE}`;
const closed = without(runPlan, INVOKER);
const retyped = (plan: Plan, name: string, type: string): Plan =>
  plan.map((one) => (one.name === name ? { ...one, type } : one));
const v1 = REGIONS.reduce((plan, region) => {
  const service = retyped(plan, `run-${region}`, 'gcp:cloudrun/service:Service');
  const grant = retyped(service, `invoker-${region}`, 'gcp:cloudrun/iamMember:IamMember');
  const named = change(grant, `invoker-${region}`, 'service', `run-${region}-1234567`);
  return change(change(named, `invoker-${region}`, 'name', undefined), `run-${region}`, 'ingress', undefined);
}, runPlan);
const annotated = (key: string, value: string): Plan => change(v1, RUN, 'metadata', { annotations: { [key]: value } });

describe('ingress of Cloud Run', () => {
  it.each<Case>([
    ['ingress', change(runPlan, RUN, 'ingress', 'INGRESS_TRAFFIC_INTERNAL_ONLY')],
    ['metadata.annotations', annotated('run.googleapis.com/ingress', 'internal')],
  ])('that lets in the network only refuses the load balancer, by %s', (argument, plan) => {
    const says = expect.stringMatching(/external load balancer is refused; \S+load.balanc\S+ would do/i);
    expect(found(plan, RUN)).toMatchObject({ urn: expect.stringMatching(`::${RUN}$`), argument, says });
    expect(found(plan, `run-${THERE}`)).toBeUndefined();
  });

  it.each<Case>([
    ['all', change(runPlan, RUN, 'ingress', 'INGRESS_TRAFFIC_ALL')],
    ['unknown', change(runPlan, RUN, 'ingress', id)],
    ['load balancers by annotation', annotated('run.googleapis.com/ingress', 'internal-and-cloud-load-balancing')],
  ])('of %s says nothing', (_name, plan) => expect(found(plan, RUN)).toBeUndefined());
});

const everyone = { role: 'roles/run.invoker', members: ['user:a@acme.test', 'allUsers'] };
const sameName = runPlan.map((one) =>
  /^(run|invoker)-/.test(one.name) ? { ...one, inputs: { ...one.inputs, name: 'api' } } : one,
);
const granted = (type: string, inputs: Draft['inputs'], plan: Plan = closed): Plan =>
  also(plan, `gcp:${type}`, 'grant', { name: `${RUN}-1234567`, service: `${RUN}-1234567`, location: HERE, ...inputs });
const POLICY = 'cloudrunv2/serviceIamPolicy:ServiceIamPolicy';
const PROJECT = 'projects/iAMMember:IAMMember';
const unchecked = change(without(closed, OTHER_INVOKER), `run-${THERE}`, 'invokerIamDisabled', true);
const unannotated = without(annotated('run.googleapis.com/invoker-iam-disabled', 'true'), INVOKER);

describe('callers of Cloud Run', () => {
  it.each<Case>([
    ['no grant', closed],
    ['no grant of version 1', without(v1, INVOKER)],
    ['a grant in the other region', change(sameName, INVOKER, 'location', THERE)],
    ['a grant for another service', change(runPlan, INVOKER, 'name', `run-${THERE}-1234567`)],
    ['another role', change(runPlan, INVOKER, 'role', 'roles/run.viewer')],
    ['one caller', change(runPlan, INVOKER, 'member', 'user:a@acme.test')],
    ['a pool beside it without the check', unchecked],
    ['a policy without grants', granted(POLICY, { policyData: '{}' })],
    ['another role in the project', granted(PROJECT, { role: 'roles/viewer', member: 'allUsers' })],
  ])('are refused where only the pool beside it takes all: %s', (_name, plan) => {
    expect(found(plan, RUN)?.urn).toContain(`::${RUN}`);
    expect(found(plan, RUN)?.says).toMatch(`while run-${THERE} answers all, so requests get 403 here`);
    expect(found(plan, `run-${THERE}`)).toBeUndefined();
  });

  it.each<Case>([
    ['no pool takes all', without(closed, OTHER_INVOKER)],
    ['version 1', v1],
    ['no check of callers', change(closed, RUN, 'invokerIamDisabled', true)],
    ['no check by annotation', unannotated],
    ['an unknown check', change(closed, RUN, 'invokerIamDisabled', id)],
    ['an unknown member', change(runPlan, INVOKER, 'member', id)],
    ['a secret member', change(runPlan, INVOKER, 'member', '[secret]')],
    ['an unknown role', change(runPlan, INVOKER, 'role', id)],
    ['an unknown service', change(runPlan, INVOKER, 'name', id)],
    ['an unknown location', change(sameName, INVOKER, 'location', id)],
    ['a link', relink(change(runPlan, INVOKER, 'name', id), INVOKER, 'name', [RUN])],
    ['a grant beside it that may be none', change(closed, OTHER_INVOKER, 'member', id)],
    ['a grant beside it under a condition', change(closed, OTHER_INVOKER, 'condition', { expression: 'false' })],
    ['a list', granted('cloudrunv2/serviceIamBinding:ServiceIamBinding', everyone)],
    ['a list of version 1', granted('cloudrun/iamBinding:IamBinding', everyone, without(v1, INVOKER))],
    ['a policy', granted(POLICY, { policyData: JSON.stringify({ bindings: [everyone] }) })],
    ['an unknown policy', granted(POLICY, { policyData: id })],
    ['a grant of the project', granted(PROJECT, { role: 'roles/run.invoker', member: id })],
  ])('are not refused, or it is open: %s', (_name, plan) => expect(found(plan, RUN)).toBeUndefined());
});

const GROUP = `group-${HERE}`;
const FIREWALL = 'gcp:compute/firewall:Firewall';
const rule = (path: string, value: unknown, plan = regionalPlan): Plan => change(plan, 'allow-probes', path, value);
const tcp = (...ports: readonly string[]): unknown => [{ protocol: 'tcp', ports }];
const fixed = (port: unknown): Plan => change(regionalPlan, 'lb-check', 'httpHealthCheck', { port });
const template = (path: string, value: unknown, plan: Plan): Plan => change(plan, 'template', path, value);
const sources = (...ranges: readonly unknown[]): Plan => rule('sourceRanges', ranges);
const second = (inputs: Draft['inputs'], plan: Plan, net = ['net']): Plan =>
  relink(also(plan, FIREWALL, 'more', { network: id, allows: tcp('8080'), ...inputs }), 'more', 'network', net);
const foreign = also(without(regionalPlan, 'allow-probes'), 'gcp:compute/network:Network', 'else', { name: 'else' });
const interfaces = template('networkInterfaces', [{ subnetwork: id }], regionalPlan);
const bySubnet = relink(interfaces, 'template', 'networkInterfaces', [`subnet-${HERE}`]);
const probers = ['35.191.0.0/16', '130.211.0.0/22'];
const policies = ['networkFirewallPolicyRule', 'regionNetworkFirewallPolicyRule', 'firewallPolicyAssociation'];
const account = (serviceAccount: unknown): Plan =>
  rule('targetServiceAccounts', ['a@b'], template('serviceAccount', serviceAccount, regionalPlan));
const tagged = (...tags: readonly string[]): Plan => rule('targetTags', ['web'], template('tags', tags, regionalPlan));
const named = (name: string): Plan =>
  change(fixed(undefined), 'lb-check', 'httpHealthCheck', { portSpecification: 'USE_NAMED_PORT', portName: name });
const instances = 'gcp:compute/instanceTemplate:InstanceTemplate';
const canary = also(tagged('api'), instances, 'canary', { networkInterfaces: [{}], tags: ['web'] });
const linked = relink(canary, 'canary', 'networkInterfaces', ['net']);
const two = change(linked, GROUP, 'versions', [{ instanceTemplate: id }, { instanceTemplate: id }]);
const versions = relink(two, GROUP, 'versions', ['template', 'canary']);
const split = second({ sourceRanges: [probers[1]], allows: tcp('80') }, sources(probers[0]));

describe('health checks of instances', () => {
  it.each<readonly [argument: string | undefined, name: string, plan: Plan]>([
    [undefined, 'no firewall', without(regionalPlan, 'allow-probes')],
    [undefined, 'no firewall, by subnet', without(bySubnet, 'allow-probes')],
    [undefined, 'a firewall of another network', second({ sourceRanges: probers }, foreign, ['else'])],
    [undefined, 'a firewall for what leaves', rule('direction', 'EGRESS')],
    [undefined, 'a firewall that denies', rule('denies', tcp('8080'), rule('allows', undefined))],
    ['disabled', 'a firewall that is off', rule('disabled', true)],
    ['sourceRanges', 'one range', sources(probers[0])],
    ['sourceRanges', 'a part of a range', sources('35.191.0.0/17', probers[1])],
    ['sourceRanges', 'other ranges', sources('10.0.0.0/8', '::/0')],
    ['sourceRanges', 'tags for ranges', rule('sourceTags', ['lb'], rule('sourceRanges', undefined))],
    ['allows', 'another port', rule('allows', tcp('80', '9000-9100'))],
    ['allows', 'another port than the fixed one', fixed(9090)],
    ['allows', 'another protocol', rule('allows', [{ protocol: 'udp' }])],
    ['targetTags', 'tags that no instance has', tagged('api')],
    ['targetServiceAccounts', 'another account', account({ email: 'c@d' })],
    ['sourceRanges', 'one range on another port', split],
    ['allows', 'another port than the named one', rule('allows', tcp('80', '443'), named('http'))],
  ])('cannot come in, because of %s: %s', (argument, _name, plan) => {
    const evidence = found(plan, GROUP);
    const at = argument === undefined ? 'gcp:compute/network:Network::net' : `${FIREWALL}::allow-probes`;
    expect(evidence?.urn).toContain(at);
    expect(evidence?.argument).toBe(argument);
    expect(evidence?.says).toMatch(/cannot reach the instances on port \d+, so none counts as healthy; .* would do/);
  });

  it.each<Case>([
    ['from everywhere', sources('0.0.0.0/0')],
    ['from any source', rule('sourceRanges', undefined)],
    ['by two firewalls', second({ sourceRanges: [probers[1]] }, sources(probers[0]))],
    ['on all ports', rule('allows', [{ protocol: 'TCP' }])],
    ['on a span of ports', rule('allows', tcp('80', '8000-9000'))],
    ['by number', rule('allows', [{ protocol: '6', ports: ['8080'] }])],
    ['by tag', tagged('web', 'api')],
    ['by account', account({ email: 'a@b' })],
    ['by the default account', account({ scopes: [] })],
    ['in one of two versions', versions],
    ['on the named port', named('http')],
    ['on no port that is known', rule('allows', tcp('22'), change(regionalPlan, GROUP, 'namedPorts', undefined))],
    ['on an unknown port', fixed(id)],
    [
      'on the usual port',
      rule('allows', tcp('80'), change(regionalPlan, 'lb-check', 'httpHealthCheck', { host: 'a' })),
    ],
    ['by subnet', bySubnet],
    ['in a network of another plan', relink(foreign, 'template', 'networkInterfaces', [])],
    ['on one of two interfaces', template('networkInterfaces', [{ network: id }, { network: id }], foreign)],
    ['without a template', relink(foreign, GROUP, 'versions', [])],
    ['in one of two networks', relink(foreign, 'template', 'networkInterfaces', ['net', 'else'])],
    ['by unknown ranges', rule('sourceRanges', id)],
    ['by one unknown range', sources('10.0.0.0/8', id)],
    ['by unknown ports', rule('allows', tcp(id))],
    ['by unknown tags', rule('targetTags', [id])],
    ['in an unknown network', second({ sourceRanges: probers }, foreign, [])],
    ...policies.map((token): Case => [`by ${token}`, also(foreign, `gcp:compute/${token}:Token`, 'policy', {})]),
  ])('come in, or it is open: %s', (_name, plan) => expect(found(plan, GROUP)).toBeUndefined());
});
