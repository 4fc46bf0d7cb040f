import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valuesAt } from '../../../topology/graph/value.ts';
import { covers, regionOf } from '../../../topology/recognise/place.ts';
import { REPOSITORY, RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { servingRegions } from './support/scope.ts';
import { runServices, servedBy } from './support/served.ts';
import { IMAGE_LOCATIONS } from './support/sources.ts';

export const imagesOutliveARegion = graphRule({
  id: 'tandem-gcp-026-images-outlive-a-region',
  title: 'Images can be pulled after the loss of a region',
  what: 'Image repositories are multi-region, or each serving region has one, and no service pulls its image from the repository of another region.',
  why: 'Scaling out after a failover pulls images. A repository that went down with the other region stops exactly that.',
  source: IMAGE_LOCATIONS,
  severity: 'high',
  level: 'mandatory',
  remediation: "Use the repository location 'us', 'europe' or 'asia', and images from its host.",
  example: "new Repository('images', { location: 'us', format: 'DOCKER', repositoryId: 'images' })",
  types: [REPOSITORY, RUN_SERVICE],
  judge: (graph) => {
    const services = servedBy(graph).flatMap((served) => runServices(graph, served).map(({ run }) => run));
    return [...judgeRepositories(graph), ...[...new Set(services)].flatMap((run) => judgeImages(graph, run))];
  },
});

function judgeRepositories(graph: ResourceGraph): readonly Finding[] {
  const regionsOf = servingRegions(graph);
  const repositories = graph.ofType(REPOSITORY);
  return repositories.flatMap((repository) => {
    const fix = "set location to 'us', 'europe' or 'asia', or add a repository in each serving region";
    const location = textAt(repository.inputs, 'location');
    if (location === undefined) return [unknownArgument(repository, 'location', fix)];
    const sameFormat = repositories.filter((other) => other.inputs['format'] === repository.inputs['format']);
    const places = sameFormat.flatMap((other) => textAt(other.inputs, 'location') ?? []);
    const missing = regionsOf(repository).filter((region) => !places.some((place) => covers(place, region)));
    if (missing.length === 0) return [];
    return [
      breach(repository, 'location', `is ${location}, and no repository is kept in ${missing.join(' and ')}`, fix),
    ];
  });
}

function judgeImages(graph: ResourceGraph, run: Resource): readonly Finding[] {
  const region = regionOf(graph, run);
  return valuesAt(run.inputs, 'template.containers.image').flatMap((image, index): readonly Finding[] => {
    const argument = `template.containers[${index}].image`;
    const fix = 'pull the image from a multi-region repository such as us-docker.pkg.dev';
    // An image that is not known yet comes from a build in the same program; its repository is judged by itself.
    if (isUnknown(image) || region === undefined) return [];
    const home = /^([a-z]+-[a-z]+\d+)-docker\.pkg\.dev\//.exec(String(image))?.[1];
    if (home === undefined || home === region) return [];
    return [breach(run, argument, `is pulled from ${home}, while the service runs in ${region}`, fix)];
  });
}
