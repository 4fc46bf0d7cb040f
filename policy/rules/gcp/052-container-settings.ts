import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, numberAt, textAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { RUN_LIMITS } from './support/sources.ts';
import { outside, written } from '../support/values.ts';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const POSITIVE = { low: 1, high: 3600, whole: true } as const;
const PORT = { low: 1, high: 65_535, whole: true } as const;

export const containerSettings = resourceRule({
  id: 'tandem-gcp-052-container-settings',
  title: 'Containers and probes have possible numbers',
  what: 'Probes time out before they repeat, ports and concurrency are in range, and probe paths begin with a slash.',
  why: 'The preview lets impossible numbers pass; the revision then fails, or never becomes ready.',
  source: RUN_LIMITS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set timeoutSeconds below periodSeconds.',
  example:
    "readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 2 }",
  types: [RUN_SERVICE],
  judge: (run) => {
    const list = 'template.containers';
    if (unknownAt(run, list)) return [unknownArgument(run, list, 'give the containers as a list')];
    return [
      ...outside(run, 'template.maxInstanceRequestConcurrency', { low: 1, high: 1000, whole: true }),
      ...blocksAt(run.inputs, list).flatMap((container, index) => [
        ...outside(run, `${list}.${index}.ports.containerPort`, PORT),
        ...PROBES.filter((probe) => isSet(container, probe)).flatMap((probe) =>
          judgeProbe(run, `${list}.${index}.${probe}`),
        ),
      ]),
    ];
  },
});

function judgeProbe(run: Resource, path: string): readonly Finding[] {
  const findings = ['periodSeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold'].flatMap((argument) => [
    ...outside(run, `${path}.${argument}`, POSITIVE),
  ]);
  for (const port of ['httpGet.port', 'grpc.port', 'tcpSocket.port'])
    findings.push(...outside(run, `${path}.${port}`, PORT));
  const period = numberAt(run.inputs, `${path}.periodSeconds`) ?? 10;
  const timeout = numberAt(run.inputs, `${path}.timeoutSeconds`) ?? 1;
  const below = path.endsWith('readinessProbe') ? timeout < period : timeout <= period;
  const unknown = ['periodSeconds', 'timeoutSeconds'].some((argument) => unknownAt(run, `${path}.${argument}`));
  if (!below && !unknown) {
    const problem = `is ${timeout} with a period of ${period}; allowed is less than the period`;
    findings.push(breach(run, written(`${path}.timeoutSeconds`), problem, 'set timeoutSeconds below periodSeconds'));
  }
  const asked = textAt(run.inputs, `${path}.httpGet.path`);
  if (asked !== undefined && !asked.startsWith('/')) {
    findings.push(
      breach(
        run,
        written(`${path}.httpGet.path`),
        `is "${asked}", which does not begin with a slash`,
        `set it to "/${asked}"`,
      ),
    );
  }
  return findings;
}
