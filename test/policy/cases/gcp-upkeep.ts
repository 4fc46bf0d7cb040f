import { change, draft, relink, UNKNOWN_VALUE as id, without } from '../../support/graph.ts';
import { instancesPlan, runPlan } from '../../support/plans.ts';
import { broken, holds, type RuleCases } from './case.ts';

const set = (name: string, path: string, value: unknown) => change(runPlan, name, path, value);

export const upkeepCases: Readonly<Record<string, RuleCases>> = {
  'tandem-gcp-043-growth-has-a-limit': {
    pass: [
      holds('chosen', runPlan),
      holds(
        'on the revision',
        change(set('run-us-east1', 'scaling.maxInstanceCount', undefined), 'run-us-east1', 'template.scaling', {
          maxInstanceCount: 40,
        }),
      ),
      holds('instances', instancesPlan),
      holds('a fixed number', set('run-us-east1', 'scaling', { scalingMode: 'MANUAL', manualInstanceCount: 4 })),
    ],
    fail: [
      broken(
        'none',
        set('run-us-east1', 'scaling.maxInstanceCount', undefined),
        'run-us-east1',
        'scaling.maxInstanceCount',
        /is not set/,
      ),
      broken(
        'beyond the pack',
        set('run-us-east1', 'scaling.maxInstanceCount', 1001),
        'run-us-east1',
        'scaling.maxInstanceCount',
        /allowed is 1000/,
      ),
      broken(
        'an autoscaler beyond the pack',
        change(instancesPlan, 'scale-us-east1-a', 'autoscalingPolicy.maxReplicas', 5000),
        'scale-us-east1-a',
        'autoscalingPolicy.maxReplicas',
      ),
    ],
    unknown: [
      broken(
        'computed',
        set('run-us-east1', 'scaling.maxInstanceCount', id),
        'run-us-east1',
        'scaling.maxInstanceCount',
      ),
    ],
  },
  'tandem-gcp-044-names-are-accepted': {
    pass: [
      holds('all', runPlan),
      holds('left to the engine', set('api', 'name', undefined)),
      holds('49 characters', set('run-us-east1', 'name', 'a'.repeat(49))),
      holds('a bucket with dots', set('data', 'name', `${'a'.repeat(60)}.acme.test`)),
    ],
    fail: [
      broken('50 characters', set('run-us-east1', 'name', 'a'.repeat(50)), 'run-us-east1', 'name', /50 characters/),
      broken('64 characters', set('api', 'name', 'a'.repeat(64)), 'api', 'name'),
      broken('capitals', change(instancesPlan, 'lb-check', 'name', 'Check'), 'lb-check', 'name'),
      broken('a hyphen at the end', set('api', 'name', 'api-'), 'api', 'name'),
      broken('a bucket of two characters', set('data', 'name', 'ab'), 'data', 'name'),
      broken('a secret with a slash', set('password', 'secretId', 'db/password'), 'password', 'secretId'),
    ],
    unknown: [broken('computed', set('api', 'name', id), 'api', 'name')],
  },
  'tandem-gcp-045-labels': {
    pass: [
      holds('none', runPlan),
      holds('valid', set('data', 'labels', { team: 'platform', cost_centre: '42-a' })),
      holds('a computed value', set('data', 'labels', { team: id })),
    ],
    fail: [
      broken('a capital in the key', set('data', 'labels', { Team: 'platform' }), 'data', 'labels.Team'),
      broken(
        'a space in the value',
        set('run-us-east1', 'labels', { team: 'the platform' }),
        'run-us-east1',
        'labels.team',
      ),
      broken(
        'a long value on a database',
        set('db-primary', 'settings.userLabels', { team: 'x'.repeat(64) }),
        'db-primary',
        'settings.userLabels.team',
      ),
    ],
    unknown: [broken('computed', set('data', 'labels', id), 'data', 'labels')],
  },
  'tandem-gcp-059-secrets-can-be-read': {
    pass: [
      holds('version and access', runPlan),
      holds('access on the project', [
        ...without(without(runPlan, 'reader-us-east1'), 'reader-us-central1'),
        ...['us-east1', 'us-central1'].map((region) =>
          draft(
            'gcp:projects/iAMMember:IAMMember',
            `wide-${region}`,
            { role: 'roles/secretmanager.secretAccessor', member: id },
            { links: { member: [`account-${region}`] } },
          ),
        ),
      ]),
      holds(
        'access by name',
        relink(
          set('reader-us-east1', 'member', 'serviceAccount:api-us-east1@acme.iam.gserviceaccount.com'),
          'reader-us-east1',
          'member',
          [],
        ),
      ),
      holds(
        'an account of another program',
        relink(
          set('run-us-east1', 'template.serviceAccount', 'theirs@acme.iam.gserviceaccount.com'),
          'run-us-east1',
          'template',
          ['password'],
        ),
      ),
    ],
    fail: [
      broken('no version', without(runPlan, 'password-version'), 'password', 'secretVersion'),
      broken('a version that is switched off', set('password-version', 'enabled', false), 'password', 'secretVersion'),
      broken(
        'no access in one region',
        without(runPlan, 'reader-us-east1'),
        'password',
        'roles/secretmanager.secretAccessor',
        /is not granted to account-us-east1, as which run-us-east1 runs/,
      ),
      broken(
        'another role',
        set('reader-us-east1', 'role', 'roles/secretmanager.viewer'),
        'password',
        'roles/secretmanager.secretAccessor',
      ),
    ],
    unknown: [
      broken('a member from nowhere', relink(runPlan, 'reader-us-east1', 'member', []), 'reader-us-east1', 'member'),
    ],
  },
};
