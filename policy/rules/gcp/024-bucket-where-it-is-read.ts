import { BUCKET } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument } from '../../frame/rule.ts';
import { keptIn, placementOf } from './support/buckets.ts';
import { servingRegions } from './support/scope.ts';
import { BUCKET_LOCATIONS } from './support/sources.ts';

export const bucketWhereItIsRead = graphRule({
  id: 'tandem-gcp-024-bucket-where-it-is-read',
  title: 'Objects are kept in the regions that serve',
  what: 'A bucket keeps its objects in every region that serves clients.',
  why: 'A region without a copy reads across the continent, and after the loss of the others it reads nothing.',
  source: BUCKET_LOCATIONS,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Name exactly the serving regions in customPlacementConfig.dataLocations, or the predefined dual-region over them.',
  example: "customPlacementConfig: { dataLocations: ['US-CENTRAL1', 'US-EAST4'] }",
  types: [BUCKET],
  judge: (graph) => {
    const regionsOf = servingRegions(graph);
    return graph.ofType(BUCKET).flatMap((bucket) => {
      const regions = regionsOf(bucket);
      if (regions.length === 0) return [];
      const placement = placementOf(bucket);
      const fix = `place the bucket in ${regions.join(' and ')}`;
      if (!placement) return [unknownArgument(bucket, 'location', fix)];
      const missing = regions.filter((region) => !keptIn(placement, region));
      if (missing.length === 0) return [];
      const argument = placement.kind === 'dual' ? placement.argument : 'location';
      const kept = placement.kind === 'dual' ? placement.regions.join(' and ') : placement.location;
      return [
        breach(
          bucket,
          argument,
          `keeps objects in ${kept} and not in ${missing.join(' and ')}, which serves clients`,
          fix,
        ),
      ];
    });
  },
});
