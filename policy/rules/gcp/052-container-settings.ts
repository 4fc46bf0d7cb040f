import type { Resource } from '../../../topology/graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt, type Finding } from '../../frame/rule.ts';
import { RUN_LIMITS } from './support/sources.ts';
import { outside, written } from '../support/values.ts';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const POSITIVE = { low: 1, high: 3600, whole: true } as const;
type Block = Readonly<Record<string, unknown>>;
const PORT = { low: 1, high: 65_535, whole: true } as const;

export const containerSettings = resourceRule({
  id: 'tandem-gcp-052-container-settings',
  title: 'Containers and probes have possible numbers and parts',
  what: 'Probes time out before they repeat, ports and concurrency are in range, probe paths begin with a slash, variables have one name and one value, one container has a port, and there is one way into the network.',
  why: 'The preview lets what is impossible pass; the revision then fails, or never becomes ready.',
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
    const containers = blocksAt(run.inputs, list);
    return [
      ...judgeIngress(run, containers),
      ...judgeNetwork(run),
      ...judgeTraffic(run),
      ...containers.flatMap((container, index) => judgeVariables(run, container, `${list}[${index}]`)),
      ...outside(run, 'template.maxInstanceRequestConcurrency', { low: 1, high: 1000, whole: true }),
      ...containers.flatMap((container, index) => [
        ...outside(run, `${list}.${index}.ports.containerPort`, PORT),
        ...PROBES.filter((probe) => isSet(container, probe)).flatMap((probe) =>
          judgeProbe(run, `${list}.${index}.${probe}`),
        ),
      ]),
    ];
  },
});

/** One container answers requests; the others stand beside it. */
function judgeIngress(run: Resource, containers: readonly Block[]): readonly Finding[] {
  const [, second] = containers.flatMap((container, index) => (isSet(container, 'ports') ? [index] : []));
  if (second === undefined) return [];
  const problem = 'is set on a second container, and one alone answers requests';
  return [breach(run, `template.containers[${second}].ports`, problem, 'remove it')];
}

function judgeVariables(run: Resource, container: Block, at: string): readonly Finding[] {
  const variables = blocksAt(container, 'envs');
  const names = variables.map((variable) => textAt(variable, 'name'));
  return variables.flatMap((variable, index): readonly Finding[] => {
    const place = `${at}.envs[${index}]`;
    const name = names[index];
    if (name !== undefined && names.indexOf(name) !== index)
      return [breach(run, `${place}.name`, `is ${name}, which another variable is called as well`, 'write it once')];
    if (!isSet(variable, 'valueSource') || isUnknown(valueAt(variable, 'valueSource'))) return [];
    if (isSet(variable, 'value'))
      return [breach(run, `${place}.value`, 'is set beside valueSource; allowed is one of them', 'remove one')];
    if (isSet(variable, 'valueSource.secretKeyRef')) return [];
    const problem = 'names no secret, so the variable has no value';
    return [breach(run, `${place}.valueSource`, problem, 'set secretKeyRef with secret and version')];
  });
}

/** A connector and a direct interface are two ways into a network, of which a revision has one. */
function judgeNetwork(run: Resource): readonly Finding[] {
  const access = valueAt(run.inputs, 'template.vpcAccess');
  const interfaces = blocksAt(access, 'networkInterfaces');
  const path = 'template.vpcAccess.networkInterfaces';
  if (interfaces.length > 1)
    return [breach(run, path, `has ${interfaces.length} interfaces; allowed is one`, 'keep one')];
  const bare = interfaces.findIndex((one) => !isSet(one, 'network') && !isSet(one, 'subnetwork'));
  if (bare >= 0) return [breach(run, `${path}[${bare}].subnetwork`, 'is not set, nor network', 'set both')];
  if (interfaces.length === 0 || !isSet(access, 'connector')) return [];
  const problem = 'is set beside networkInterfaces; allowed is one of them';
  return [breach(run, 'template.vpcAccess.connector', problem, 'remove connector')];
}

/** Shares of traffic add up to all of it. */
function judgeTraffic(run: Resource): readonly Finding[] {
  const shares = blocksAt(run.inputs, 'traffics');
  if (shares.length === 0 || shares.some((share) => isUnknown(valueAt(share, 'percent')))) return [];
  const sum = shares.reduce((all, share) => all + (numberAt(share, 'percent') ?? 0), 0);
  if (sum === 100) return [];
  return [breach(run, 'traffics', `adds up to ${sum} percent; allowed is 100`, 'let the shares add up to 100')];
}

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
