import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { SECRET } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, type Finding } from '../../frame/rule.ts';
import { notAllowed } from '../support/demands.ts';
import { wordsBy } from '../support/words.ts';
import table from './arguments.json' with { type: 'json' };
import { grantsOf } from './support/identity.ts';
import { ANY, GRANT, POSSIBLE } from './support/possible.ts';
import words from './words.json' with { type: 'json' };

const TEMPLATE = 'gcp:compute/instanceTemplate:InstanceTemplate';
const NAT = 'gcp:compute/routerNat:RouterNat';
const SPELLED = Object.keys(table).filter((name) => name.startsWith('gcp:'));
const strangeWords = wordsBy(table, words);

export const valuesArePossible = graphRule({
  id: 'tandem-gcp-068-values-are-possible',
  title: 'Values are ones that the API takes',
  what: 'Numbers, durations, words and members that the provider does not check are in the range, the form or the list that the API has.',
  why: 'The preview takes any value there; the apply then fails after other resources exist.',
  source: 'https://docs.cloud.google.com/compute/docs/reference/rest/v1',
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Use one of the values that the message lists.',
  example: "period: '60s', retryConditions: ['gateway-error', 'connect-failure']",
  types: [...new Set([...SPELLED, ...Object.keys(POSSIBLE)])].sort(),
  judge: (graph) => [
    ...graph.ofType(...SPELLED).flatMap((resource) => [...strangeWords(resource), ...notAllowed(resource, ANY)]),
    ...graph
      .ofType(...Object.keys(POSSIBLE))
      .flatMap((resource) => notAllowed(resource, POSSIBLE[resource.type] ?? {})),
    ...grantsOf(graph).flatMap((grant) => notAllowed(grant, GRANT)),
    ...graph.ofType(NAT).flatMap(judgePorts),
    ...graph.ofType(SECRET).flatMap(judgeReplicas),
    ...graph.ofType(TEMPLATE).flatMap(judgeDisks),
  ],
});

function judgePorts(nat: Resource): readonly Finding[] {
  const [low, high] = [numberAt(nat.inputs, 'minPortsPerVm'), numberAt(nat.inputs, 'maxPortsPerVm')];
  if (low === undefined || high === undefined || low <= high) return [];
  const problem = `is ${low}, above maxPortsPerVm ${high}; allowed is ${high} or less`;
  return [breach(nat, 'minPortsPerVm', problem, `set minPortsPerVm to ${high} or less, or raise maxPortsPerVm`)];
}

function judgeReplicas(secret: Resource): readonly Finding[] {
  const list = 'replication.userManaged.replicas';
  const places = blocksAt(secret.inputs, list).map((block) => textAt(block, 'location'));
  const again = places.findIndex((place, index) => place !== undefined && places.indexOf(place) !== index);
  if (again < 0) return [];
  const problem = `is ${String(places[again])}, which another replica is in as well`;
  return [breach(secret, `${list}[${again}].location`, problem, 'name each region once')];
}

function judgeDisks(template: Resource): readonly Finding[] {
  const disks = blocksAt(template.inputs, 'disks');
  const boots = disks.map((disk) => valueAt(disk, 'boot'));
  if (disks.length === 0 || boots.some((boot) => boot === true || boot === undefined || isUnknown(boot))) return [];
  return [breach(template, 'disks[0].boot', 'is false, and so is that of every other disk', 'set boot on one disk')];
}
