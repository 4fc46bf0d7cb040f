import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { accountOf, grantsOf, linkedTo, membersOf } from './support/identity.ts';
import { runServices, servedBy } from './support/served.ts';
import { RUN_MULTI_REGION } from './support/sources.ts';

/** Arguments of a container that decide whether it carries what the other region sent. */
const ALIKE = [
  'template.maxInstanceRequestConcurrency',
  'template.timeout',
  'template.containers.0.resources.limits',
  'template.containers.0.resources.cpuIdle',
  'template.containers.0.ports',
  'template.executionEnvironment',
  'template.vpcAccess.egress',
  'template.containers.0.readinessProbe',
  'template.containers.0.startupProbe',
  'template.containers.0.livenessProbe',
];

export const regionsAreAlike = graphRule({
  id: 'tandem-gcp-064-regions-are-alike',
  title: 'Either region can do what the other does',
  what: 'Cloud Run services behind one backend service have the same limits, probes and variables, and their accounts the same roles. Images may differ, so that a release can go region by region.',
  why: 'A variable, a role or a CPU that only one region has is missed in the failover, when the other one gets the requests that need it.',
  source: RUN_MULTI_REGION,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Build the services of all regions in one loop.',
  example: 'for (const region of regions) new Service(`api-${region}`, { location: region, ...same })',
  types: [RUN_SERVICE],
  judge: (graph) =>
    servedBy(graph).flatMap((served) => {
      const services = [...new Set(runServices(graph, served).map(({ run }) => run))].filter(
        ({ type }) => type === RUN_SERVICE,
      );
      // The one with the most roles and variables shows what the others lack.
      return services.flatMap((run) =>
        services.filter((other) => other !== run).flatMap((other) => compare(graph, run, other)),
      );
    }),
});

/** What `run` lacks that `other` has; arguments that differ are told once, at the later one. */
function compare(graph: ResourceGraph, run: Resource, other: Resource): readonly Finding[] {
  const where = regionOf(graph, other) ?? other.name;
  const later = run.name > other.name;
  return [
    ...(later ? differences(run, other, where) : []),
    ...missingVariables(run, other, where),
    ...strangeVariables(graph, run, other, where),
    ...missingRoles(graph, run, other, where),
  ];
}

const differences = (run: Resource, other: Resource, where: string): readonly Finding[] =>
  ALIKE.flatMap((path): readonly Finding[] => {
    const [here, there] = [valueAt(run.inputs, path), valueAt(other.inputs, path)];
    const argument = path.replace('.0.', '[0].');
    const fix = `give ${run.name} and ${other.name} the same value`;
    if (JSON.stringify(sorted(here)) === JSON.stringify(sorted(there))) return [];
    if (isUnknown(here) || isUnknown(there))
      return [undecided(run, argument, `may or may not be as in ${where}: it is not known before an apply`, fix)];
    return [
      breach(run, argument, `is ${said(here)} here and ${said(there)} in ${where}; allowed is the same in both`, fix),
    ];
  });

function missingVariables(run: Resource, other: Resource, where: string): readonly Finding[] {
  const names = (service: Resource): readonly string[] =>
    blocksAt(service.inputs, 'template.containers.0.envs').map((variable) =>
      // A secret in one region and a text in the other are not the same variable.
      isSet(variable, 'valueSource') ? `${String(variable['name'])} (secret)` : String(variable['name']),
    );
  const here = names(run);
  const missing = names(other).filter((name) => !here.includes(name));
  if (missing.length === 0 || isUnknown(valueAt(run.inputs, 'template.containers'))) return [];
  const argument = 'template.containers[0].envs';
  return [breach(run, argument, `lacks ${missing.join(', ')}, which ${where} has`, `add ${missing.join(', ')}`)];
}

/** What a service calls the region that it runs in itself. */
const OWN_REGION = /^((CLOUD|GCP|GOOGLE|GOOGLE_CLOUD|SERVICE|APP|MY|THIS|OWN)_)?(REGION|LOCATION)$/i;

/** A variable that tells the other region where it is tells this one the same. */
function strangeVariables(graph: ResourceGraph, run: Resource, other: Resource, where: string): readonly Finding[] {
  const here = regionOf(graph, run);
  const there = blocksAt(other.inputs, 'template.containers.0.envs').filter(
    (variable) => textAt(variable, 'value') === where,
  );
  return blocksAt(run.inputs, 'template.containers.0.envs').flatMap((variable, index): readonly Finding[] => {
    const name = textAt(variable, 'name') ?? '';
    const twin = OWN_REGION.test(name) && there.some((one) => textAt(one, 'name') === name);
    if (!twin || here === undefined || here === where || textAt(variable, 'value') !== where) return [];
    const argument = `template.containers[0].envs[${index}].value`;
    const problem = `is ${where} here as well as there, and this service runs in ${here}`;
    return [breach(run, argument, problem, `set it to ${here}`)];
  });
}

function missingRoles(graph: ResourceGraph, run: Resource, other: Resource, where: string): readonly Finding[] {
  const [account, counterpart] = [accountOf(graph, run), accountOf(graph, other)];
  if (!account && counterpart) {
    const problem = `is none of this program, and that of ${where} is ${counterpart.name}`;
    return [breach(run, 'template.serviceAccount', problem, 'run it as a service account that the program makes')];
  }
  if (!account || !counterpart || account === counterpart) return [];
  const here = rolesOf(graph, account);
  const missing = [...new Set(rolesOf(graph, counterpart))].filter((role) => !here.includes(role));
  return missing.map((role) =>
    breach(
      account,
      role,
      `is not granted, and the account of ${where} has it`,
      `grant ${role} to ${account.name} as well`,
    ),
  );
}

/** Roles that grants of this program give to a service account. */
const rolesOf = (graph: ResourceGraph, account: Resource): readonly string[] =>
  grantsOf(graph)
    .filter((grant) => {
      const email = `:${String(valueAt(account.inputs, 'accountId'))}@`;
      const named = membersOf(grant).some((member) => typeof member === 'string' && member.includes(email));
      return named || linkedTo(graph, grant, ['member', 'members']).includes(account);
    })
    .map((grant) => String(valueAt(grant.inputs, 'role')));

const said = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));

/** The same blocks read alike, in whatever order they were written. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
