import { textAt, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { runServices, servedBy } from './support/served.ts';
import { RUN_INGRESS } from './support/sources.ts';

const LOAD_BALANCER_ONLY = 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';

export const onlyThroughTheEntry = graphRule({
  id: 'tandem-gcp-027-only-through-the-entry',
  title: 'Cloud Run is reached through the entry only',
  what: 'Cloud Run services behind a load balancer accept internal and load balancer traffic only, and have no default URL.',
  why: 'Whoever calls a region directly bypasses rate limits, logs and failover.',
  source: RUN_INGRESS,
  severity: 'high',
  level: 'mandatory',
  remediation: `Set ingress to ${LOAD_BALANCER_ONLY} and defaultUriDisabled to true.`,
  example: `ingress: '${LOAD_BALANCER_ONLY}', defaultUriDisabled: true`,
  types: [RUN_SERVICE],
  judge: (graph) => {
    const services = servedBy(graph).flatMap((served) => runServices(graph, served).map(({ run }) => run));
    return [...new Set(services)]
      .filter(({ type }) => type === RUN_SERVICE)
      .flatMap((run) => {
        const findings: Finding[] = [];
        const fix = `set ingress to ${LOAD_BALANCER_ONLY}`;
        const ingress = textAt(run.inputs, 'ingress') ?? 'INGRESS_TRAFFIC_ALL';
        if (unknownAt(run, 'ingress')) findings.push(unknownArgument(run, 'ingress', fix));
        else if (ingress !== LOAD_BALANCER_ONLY) {
          findings.push(breach(run, 'ingress', `is ${ingress}; allowed is ${LOAD_BALANCER_ONLY}`, fix));
        }
        const disable = 'set defaultUriDisabled to true';
        if (unknownAt(run, 'defaultUriDisabled')) findings.push(unknownArgument(run, 'defaultUriDisabled', disable));
        else if (valueAt(run.inputs, 'defaultUriDisabled') !== true) {
          findings.push(
            breach(run, 'defaultUriDisabled', 'is not true, so the service has a public URL of its own', disable),
          );
        }
        return findings;
      });
  },
});
