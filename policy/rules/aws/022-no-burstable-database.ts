import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { partsOf } from '../../../topology/recognise/aws/links.ts';
import { CLUSTER_INSTANCE, DATABASE_CLUSTER } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { globalMembers } from './support/databases.ts';
import { GLOBAL_DATABASE_START } from './support/sources.ts';

const SIZED = /^db\.(serverless|[a-z0-9-]+\.\w+)$/;

export const noBurstableDatabase = graphRule({
  id: 'tandem-aws-022-no-burstable-database',
  title: 'A global database runs on memory classes',
  what: 'Instances of a global database have a memory-optimised class or are serverless, and all of them the same.',
  why: 'A global database refuses burstable classes, and a smaller instance that is promoted cannot carry what the larger one did.',
  source: GLOBAL_DATABASE_START,
  severity: 'high',
  level: 'mandatory',
  remediation: "Set instanceClass to a class such as 'db.r6g.large' or to 'db.serverless', on all instances.",
  example: "instanceClass: 'db.r6g.large'",
  types: [CLUSTER_INSTANCE],
  judge: (graph) => {
    const instances = partsOf(graph, [CLUSTER_INSTANCE], 'clusterIdentifier', [DATABASE_CLUSTER]);
    return [...globalMembers(graph).values()].flatMap((members) => {
      const all = members.flatMap((cluster) => instances.get(cluster) ?? []);
      const classes = all.map(({ inputs }) => valueAt(inputs, 'instanceClass'));
      const [first] = all;
      return all.flatMap((instance, index): readonly Finding[] => {
        const given = classes[index];
        const fix = 'set instanceClass to a memory-optimised class, the same on all instances';
        if (isUnknown(given)) return [unknownArgument(instance, 'instanceClass', fix)];
        const name = String(given);
        if (!SIZED.test(name) || /^db\.(t|m)\d/.test(name))
          return [
            breach(instance, 'instanceClass', `is ${name}; allowed is db.r5 or later, db.x, or db.serverless`, fix),
          ];
        if (given === classes[0] || isUnknown(classes[0]) || !first) return [];
        return [
          breach(
            instance,
            'instanceClass',
            `is ${name} while ${first.name} has ${String(classes[0])}; allowed is the same`,
            fix,
          ),
        ];
      });
    });
  },
});
