import * as gcp from '@pulumi/gcp';
import type * as pulumi from '@pulumi/pulumi';
import type { RouteTarget } from './routes.ts';

/** What one backend service says of its own; what all say alike is said below. */
type Own = Omit<gcp.compute.BackendServiceArgs, 'loadBalancingScheme' | 'logConfig'>;

/**
 * One service as the entry sees it: one backend service for all regions, because health moves traffic only inside a backend
 * service, and beside it one for each region alone, for probes that ask for a region by name.
 *
 * @param shared what the backend service of all regions says
 * @param alone what that of one region says
 */
export function backendServices<Backend extends { readonly region: string }>(
  name: string,
  backends: readonly Backend[],
  shared: Own,
  alone: (backend: Backend) => Own,
  parent: pulumi.Resource,
): RouteTarget {
  const backendService = (end: string, own: Own) =>
    new gcp.compute.BackendService(
      `${name}-${end}`,
      {
        ...own,
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        // Every request: the reason of a failure (`statusDetails`) is in the logs and nowhere else.
        logConfig: { enable: true, sampleRate: 1 },
      },
      { parent },
    );
  const both = backendService('both', shared);
  return {
    service: both.id,
    serviceName: both.name,
    pinned: backends.map((backend) => ({
      region: backend.region,
      service: backendService(backend.region, alone(backend)).id,
    })),
  };
}
