import { blocksAt, isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { ECS_SERVICE, REGISTRY_REPLICATION, REPOSITORY } from '../../../topology/recognise/aws/types.ts';
import { regionOf } from '../../../topology/recognise/place.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { modelOf } from './support/scope.ts';
import { IMAGE_REPLICATION } from './support/sources.ts';

const DESTINATIONS = 'replicationConfiguration.rules';

export const imagesAreLocal = graphRule({
  id: 'tandem-aws-032-images-are-local',
  title: 'Every region has its images',
  what: 'A repository is copied to every region in which services of the program run, and a registry has one replication with different regions in it.',
  why: 'A task that starts in a failover pulls its image. From the registry of the lost region it cannot.',
  source: IMAGE_REPLICATION,
  severity: 'critical',
  level: 'mandatory',
  remediation: 'Name every other region in ecr.ReplicationConfiguration, before the first push.',
  example:
    "new ReplicationConfiguration('images', { replicationConfiguration: { rules: [{ destinations: [{ region: 'us-west-2', registryId }] }] } })",
  types: [REPOSITORY, REGISTRY_REPLICATION],
  judge: (graph) => {
    const regions = [...new Set(graph.ofType(ECS_SERVICE).flatMap((service) => regionOf(graph, service) ?? []))].sort();
    const open = graph
      .ofType(REGISTRY_REPLICATION)
      .find(
        ({ inputs }) =>
          isUnknown(valueAt(inputs, 'replicationConfiguration')) ||
          isUnknown(valueAt(inputs, DESTINATIONS)) ||
          someUnknown(inputs),
      );
    if (open) return [unknownArgument(open, DESTINATIONS, 'write the regions out')];
    const kept = new Map<string, Set<string>>();
    for (const repository of graph.ofType(REPOSITORY)) {
      const name = textAt(repository.inputs, 'name') ?? repository.name;
      const places =
        modelOf(graph).stores.find(({ kind, urn }) => kind === 'images' && urn === repository.urn)?.members ?? [];
      kept.set(name, new Set([...(kept.get(name) ?? []), ...places.map(({ region }) => region)]));
    }
    return graph.ofType(REPOSITORY).flatMap((repository): readonly Finding[] => {
      const places = kept.get(textAt(repository.inputs, 'name') ?? repository.name);
      const missing = regions.filter((region) => !places?.has(region));
      if (missing.length === 0) return [];
      const argument = 'ecr.ReplicationConfiguration';
      const problem = `does not copy it to ${missing.join(', ')}, where services run`;
      return [breach(repository, argument, problem, `add a destination in ${missing.join(' and ')}`)];
    });
  },
});

const someUnknown = (inputs: unknown): boolean =>
  blocksAt(inputs, DESTINATIONS).some((rule) =>
    [valueAt(rule, 'destinations'), ...blocksAt(rule, 'destinations').map((block) => valueAt(block, 'region'))].some(
      isUnknown,
    ),
  );
