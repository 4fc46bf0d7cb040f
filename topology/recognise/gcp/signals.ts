import type { Resource, ResourceGraph } from '../../graph/graph.ts';
import { blocksAt, isSet, isUnknown, numberAt, textAt, valueAt } from '../../graph/value.ts';
import type { Evidence, FaultKind, Signal } from '../../model/model.ts';
import { BACKEND_SERVICE, HEALTH_CHECK, REGION_HEALTH_CHECK } from './types.ts';

// What tells Google's load balancer that a region is bad: service health of Cloud Run, health checks, outlier detection.

/** A signal, or why what looks like one is none. */
export type Sight = { readonly signal: Signal } | { readonly blind: Evidence };

/** Cloud Run service health: readiness probes of all instances, taken together by region. Undefined without a probe. */
export function serviceHealth(
  run: Resource,
  neg: Resource,
  backendService: Resource,
  minInstances: number | undefined,
): Sight | undefined {
  const container = blocksAt(run.inputs, 'template.containers').find((block) => isSet(block, 'readinessProbe'));
  const probe = valueAt(container, 'readinessProbe');
  if (!container || !isSet(container, 'readinessProbe')) return undefined;
  const why = withoutServiceHealth(run, neg, backendService, minInstances);
  return why ? { blind: why } : { signal: readiness(run, container, probe) };
}

/** Why Google computes no health of a region from its readiness probes. */
function withoutServiceHealth(
  run: Resource,
  neg: Resource,
  backendService: Resource,
  minInstances: number | undefined,
): Evidence | undefined {
  const says = (resource: Resource, argument: string, why: string): Evidence => ({
    urn: resource.urn,
    argument,
    says: `${why}: the readiness probe tells the load balancer nothing`,
  });
  if (isSet(neg.inputs, 'cloudRun.urlMask')) return says(neg, 'cloudRun.urlMask', 'a URL mask names no service to ask');
  if (isSet(neg.inputs, 'cloudRun.tag')) return says(neg, 'cloudRun.tag', 'a tag names a revision and not the service');
  if (valueAt(backendService.inputs, 'iap.enabled') === true)
    return says(backendService, 'iap', 'Identity-Aware Proxy answers before the service does');
  if (isClassic(backendService))
    return says(backendService, 'loadBalancingScheme', 'a classic load balancer (EXTERNAL) knows no service health');
  if (minInstances !== undefined && minInstances < 1)
    return says(run, 'scaling', 'there is no instance to ask while the minimum is 0');
  return undefined;
}

/** Unset, a global backend service is one of the classic load balancer; regional ones are never classic. */
export const isClassic = ({ type, inputs }: Resource): boolean =>
  type === BACKEND_SERVICE &&
  !isUnknown(valueAt(inputs, 'loadBalancingScheme')) &&
  (textAt(inputs, 'loadBalancingScheme') ?? 'EXTERNAL') === 'EXTERNAL';

function readiness(run: Resource, container: Readonly<Record<string, unknown>>, probe: unknown): Signal {
  const periodSeconds = numberAt(probe, 'periodSeconds') ?? 10;
  const failures = numberAt(probe, 'failureThreshold') ?? 3;
  const serving = numberAt(container, 'ports.containerPort') ?? 8080;
  const probed = numberAt(probe, 'httpGet.port') ?? numberAt(probe, 'grpc.port') ?? serving;
  const sees: FaultKind[] = probed === serving ? ['crash', 'error', 'hang', 'slow'] : ['crash'];
  return {
    kind: 'service-health',
    sees,
    probe: {
      periodSeconds,
      timeoutSeconds: numberAt(probe, 'timeoutSeconds') ?? 1,
      failures,
      successes: numberAt(probe, 'successThreshold') ?? 2,
    },
    evidence: [
      {
        urn: run.urn,
        argument: 'template.containers.readinessProbe',
        says:
          probed === serving
            ? `a readiness probe every ${periodSeconds} s falls after ${failures} failures`
            : `the readiness probe asks port ${probed} while requests go to port ${serving}: it cannot see that requests fail`,
      },
    ],
  };
}

/** The health check that a backend service or a DNS routing policy names in one of its arguments. */
export const healthCheckOf = (graph: ResourceGraph, owner: Resource, argument: string): Resource | undefined =>
  graph.linked(owner, argument, [HEALTH_CHECK, REGION_HEALTH_CHECK])[0];

/** What a health check of the load balancer or of DNS sees of instances or endpoints. */
export function healthCheckSignal(check: Resource, servingPort: number | undefined): Signal {
  const block = Object.keys(check.inputs).find((key) => /HealthCheck$/.test(key) && isSet(check.inputs, key)) ?? '';
  const periodSeconds = numberAt(check.inputs, 'checkIntervalSec') ?? 5;
  const failures = numberAt(check.inputs, 'unhealthyThreshold') ?? 2;
  const port = numberAt(check.inputs, `${block}.port`);
  const otherPort = port !== undefined && servingPort !== undefined && port !== servingPort;
  const connectsOnly = block === 'tcpHealthCheck' || block === 'sslHealthCheck';
  const says = otherPort
    ? `the health check asks port ${port} while requests go to port ${servingPort}: it cannot see that requests fail`
    : connectsOnly
      ? `the health check only opens a connection: it cannot see errors or a region that accepts and never answers`
      : `a health check every ${periodSeconds} s falls after ${failures} failures`;
  return {
    kind: 'health-check',
    sees: otherPort || connectsOnly ? ['crash'] : ['crash', 'error', 'hang', 'slow'],
    probe: {
      periodSeconds,
      timeoutSeconds: numberAt(check.inputs, 'timeoutSec') ?? 5,
      failures,
      successes: numberAt(check.inputs, 'healthyThreshold') ?? 2,
    },
    evidence: [{ urn: check.urn, ...(block ? { argument: block } : {}), says }],
  };
}

/**
 * Outlier detection of a backend service.
 *
 * @param endpoints endpoints behind the service; one for each serverless region
 * @param triesEnd true when a request that hangs is given up and counted (a per-try, route or backend timeout exists)
 */
export function outlierDetection(backendService: Resource, endpoints: number, triesEnd: boolean): Sight | undefined {
  const block = valueAt(backendService.inputs, 'outlierDetection');
  if (block === undefined || block === null || isUnknown(block)) return undefined;
  const blind = (argument: string, says: string): Sight => ({ blind: { urn: backendService.urn, argument, says } });
  if (isClassic(backendService))
    return blind(
      'loadBalancingScheme',
      'a classic load balancer (EXTERNAL) ejects nothing, whatever outlierDetection says',
    );
  if (valueAt(backendService.inputs, 'iap.enabled') === true)
    return blind('iap', 'Identity-Aware Proxy switches outlier detection off');
  const gatewayEnforced = (numberAt(block, 'enforcingConsecutiveGatewayFailure') ?? 0) > 0;
  const errorsEnforced = (numberAt(block, 'enforcingConsecutiveErrors') ?? 100) > 0;
  const maxEjectionPercent = numberAt(block, 'maxEjectionPercent') ?? 10;
  if (!gatewayEnforced && !errorsEnforced)
    return blind('outlierDetection', 'outlier detection counts errors and enforces 0 % of the ejections');
  const enough = endpoints > 0 && (maxEjectionPercent / 100) * endpoints >= 1;
  const gateway = gatewayEnforced ? (numberAt(block, 'consecutiveGatewayFailure') ?? 5) : Infinity;
  const errors = errorsEnforced ? (numberAt(block, 'consecutiveErrors') ?? 5) : Infinity;
  const consecutiveErrors = Math.min(gateway, errors);
  const kinds: FaultKind[] = ['crash', 'error', 'lying', ...(triesEnd ? (['hang'] as const) : [])];
  const signal: Signal = {
    kind: 'outlier',
    sees: enough ? kinds : [],
    outlier: {
      consecutiveErrors,
      intervalSeconds: numberAt(block, 'interval.seconds') ?? 10,
      baseEjectionSeconds: numberAt(block, 'baseEjectionTime.seconds') ?? 30,
      maxEjectionPercent,
    },
    evidence: [
      {
        urn: backendService.urn,
        argument: enough ? 'outlierDetection' : 'outlierDetection.maxEjectionPercent',
        says: enough
          ? `outlier detection ejects after ${consecutiveErrors} errors in a row`
          : `outlier detection may eject ${maxEjectionPercent} % of ${endpoints} endpoints, which is less than one: it never ejects a region; ${Math.ceil(100 / Math.max(1, endpoints))} would do`,
      },
    ],
  };
  return { signal };
}
