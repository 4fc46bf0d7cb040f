import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { RUN_SERVICE, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';

const ACCESS = 'template.vpcAccess';
const NETWORK = 'gcp:compute/network:Network';
const SUBNETWORK = 'gcp:compute/subnetwork:Subnetwork';

export const servicesReachTheNetwork = graphRule({
  id: 'tandem-gcp-070-services-reach-the-network',
  title: 'Services reach the private network of their database',
  what: 'A Cloud Run service that is given the address of a database without a public address has vpcAccess, through a subnet of its own region.',
  why: 'Without a way into the network every query fails, while the service itself looks well; a subnet of another region is refused.',
  source: 'https://docs.cloud.google.com/run/docs/configuring/vpc-direct-vpc',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set template.vpcAccess with a network interface in the subnet of the region.',
  example:
    "vpcAccess: { egress: 'PRIVATE_RANGES_ONLY', networkInterfaces: [{ network: vpc.id, subnetwork: subnet.id }] }",
  types: [RUN_SERVICE],
  judge: (graph) =>
    graph.ofType(RUN_SERVICE).flatMap((run) => [...judgeAccess(graph, run), ...judgeSubnet(graph, run)]),
});

function judgeAccess(graph: ResourceGraph, run: Resource): readonly Finding[] {
  const fix = 'set vpcAccess with networkInterfaces in the subnet of this region';
  const access = valueAt(run.inputs, ACCESS);
  if (isUnknown(access)) return [unknownArgument(run, ACCESS, fix)];
  if (isSet(access, 'connector') || blocksAt(access, 'networkInterfaces').length > 0) return [];
  // The platform's own way to a database needs no network.
  if (blocksAt(run.inputs, 'template.volumes').some((volume) => isSet(volume, 'cloudSqlInstance'))) return [];
  const [store] = graph.linked(run, 'template', [SQL_INSTANCE]).filter(isPrivate);
  if (!store) return [];
  const given = access === undefined ? 'is not set' : 'names no network';
  return [breach(run, ACCESS, `${given}, and ${store.name} has a private address only`, fix)];
}

const isPrivate = (instance: Resource): boolean =>
  valueAt(instance.inputs, 'settings.ipConfiguration.ipv4Enabled') === false;

const judgeSubnet = (graph: ResourceGraph, run: Resource): readonly Finding[] =>
  blocksAt(run.inputs, `${ACCESS}.networkInterfaces`).flatMap((block, index) => {
    const argument = `${ACCESS}.networkInterfaces[${index}].subnetwork`;
    const name = textAt(block, 'subnetwork');
    if (name === undefined) return [];
    const here = regionOf(graph, run);
    const found = graph.named(name, [SUBNETWORK]);
    const network = textAt(block, 'network');
    if (found.length === 0 && network !== undefined && graph.named(network, [NETWORK]).length > 0) {
      const problem = `is ${name}, which is no subnet of this program, while its network is`;
      return [breach(run, argument, problem, `name the subnet of ${here ?? 'the region'}`)];
    }
    const strange = found.find((subnet) => network !== undefined && !isOn(graph, subnet, network));
    if (strange) {
      const problem = `is ${network ?? ''}, and the subnet ${strange.name} is on another one`;
      return [breach(run, argument.replace(/subnetwork$/, 'network'), problem, 'name the network of the subnet')];
    }
    const [special] = found.filter(
      ({ inputs }) => !/^(PRIVATE|PRIVATE_RFC_1918)?$/.test(textAt(inputs, 'purpose') ?? ''),
    );
    if (special) {
      const problem = `is ${special.name}, a subnet with the purpose ${textAt(special.inputs, 'purpose') ?? ''}, which services cannot use`;
      return [breach(run, argument, problem, 'name a subnet without a purpose')];
    }
    return found
      .filter((subnet) => here !== undefined && (regionOf(graph, subnet) ?? here) !== here)
      .map((subnet) =>
        breach(
          run,
          argument,
          `is ${subnet.name} in ${regionOf(graph, subnet)}, while the service runs in ${here}`,
          `name the subnet of ${here}`,
        ),
      );
  });

/** True unless both the subnet's network and the one that is named can be told, and differ. */
function isOn(graph: ResourceGraph, subnet: Resource, network: string): boolean {
  const own = graph.linked(subnet, 'network', [NETWORK]);
  const names = own.map(({ inputs }) => textAt(inputs, 'name'));
  return (
    own.length === 0 || names.includes(undefined) || graph.named(network, [NETWORK]).some((one) => own.includes(one))
  );
}
