import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);
const container = (path: string, value: unknown) => set('run-us-east1', `template.containers.0.${path}`, value);
const at = (path: string) => `template.containers[0].${path}`;
const objects = ['us-central1', 'us-east1'].map((region) =>
  draft(
    'gcp:storage/bucketIAMMember:BucketIAMMember',
    `objects-${region}`,
    { bucket: 'data', role: 'roles/storage.objectUser', member: id },
    { links: { member: [`account-${region}`] } },
  ),
);

export const alikeCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-062-instances-start-ready': {
    pass: [
      holds('both probes', runPlan),
      holds('over gRPC', container('startupProbe', { grpc: { port: 8080 } })),
      holds(
        'a side container that serves nobody',
        set('run-us-east1', 'template.containers', [
          { image: 'side' },
          { ports: { containerPort: 8080 }, startupProbe: { grpc: {} }, livenessProbe: { grpc: {} } },
        ]),
      ),
      holds('a service that stands alone', [
        draft('gcp:cloudrunv2/service:Service', 'alone', { template: { containers: [{}] } }),
      ]),
    ],
    fail: [
      broken(
        'no startup probe',
        container('startupProbe', undefined),
        'run-us-east1',
        at('startupProbe'),
        /ready or not/,
      ),
      broken(
        'a startup probe that only connects',
        container('startupProbe', { tcpSocket: { port: 8080 } }),
        'run-us-east1',
        at('startupProbe'),
        /neither httpGet nor grpc/,
      ),
      broken('no liveness probe', container('livenessProbe', undefined), 'run-us-east1', at('livenessProbe')),
    ],
    unknown: [
      broken(
        'computed containers',
        set('run-us-east1', 'template.containers', id),
        'run-us-east1',
        'template.containers',
      ),
      broken('computed probe', container('livenessProbe', id), 'run-us-east1', at('livenessProbe')),
    ],
  },
  'tandem-gcp-063-entry-is-shielded': {
    pass: [
      holds('a policy', runPlan),
      holds('a policy of another program', instancesPlan),
      holds(
        'inside the network',
        change(set('api', 'securityPolicy', undefined), 'api', 'loadBalancingScheme', 'INTERNAL_MANAGED'),
      ),
    ],
    fail: [
      broken('none', set('api', 'securityPolicy', undefined), 'api', 'securityPolicy'),
      broken('an empty name', change(instancesPlan, 'vms', 'securityPolicy', ''), 'vms', 'securityPolicy'),
    ],
    unknown: [
      broken(
        'groups that are not in the plan',
        [
          draft('gcp:compute/backendService:BackendService', 'other', {
            backends: [{ group: 'projects/p/networkEndpointGroups/x' }],
          }),
        ],
        'other',
        'securityPolicy',
      ),
    ],
  },
  'tandem-gcp-064-regions-are-alike': {
    pass: [
      holds('alike', runPlan),
      holds('a release that goes region by region', container('image', 'us-docker.pkg.dev/acme/api/api@sha256:1')),
      holds('different sizes', set('run-us-east1', 'scaling.maxInstanceCount', 60)),
      holds('the same roles', [...runPlan, ...objects]),
      holds('a value that differs', container('envs.0.value', 'other')),
      holds('one account for both', relink(runPlan, 'run-us-east1', 'template', ['account-us-central1', 'password'])),
    ],
    fail: [
      broken(
        'a variable less',
        container('envs', [{ name: 'DATABASE_HOST', value: id }]),
        'run-us-east1',
        at('envs'),
        /lacks DATABASE_PASSWORD \(secret\), which us-central1 has/,
      ),
      broken('a variable more', container('envs.1.name', 'EXTRA'), 'run-us-central1', at('envs'), /lacks EXTRA/),
      broken('less CPU', container('resources', { limits: { cpu: '0.5' } }), 'run-us-east1', at('resources.limits')),
      broken('another probe', container('readinessProbe.periodSeconds', 6), 'run-us-east1', at('readinessProbe')),
      broken(
        'another concurrency',
        set('run-us-east1', 'template.maxInstanceRequestConcurrency', 10),
        'run-us-east1',
        'template.maxInstanceRequestConcurrency',
      ),
      broken(
        'a role less',
        [...runPlan, ...objects.slice(0, 1)],
        'account-us-east1',
        'roles/storage.objectUser',
        /the account of us-central1 has it/,
      ),
      broken(
        'no access to the secret',
        without(runPlan, 'reader-us-central1'),
        'account-us-central1',
        'roles/secretmanager.secretAccessor',
      ),
    ],
    unknown: [
      broken('computed limits', container('resources', { limits: id }), 'run-us-east1', at('resources.limits')),
    ],
  },
  'tandem-gcp-065-bucket-is-kept': {
    pass: [holds('default', runPlan), holds('said out loud', set('data', 'forceDestroy', false))],
    fail: [broken('deleted with its objects', set('data', 'forceDestroy', true), 'data', 'forceDestroy')],
    unknown: [broken('computed', set('data', 'forceDestroy', id), 'data', 'forceDestroy')],
  },
};
