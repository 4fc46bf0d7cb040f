import type { Resource } from '../../../topology/graph/graph.ts';
import { BACKEND_SERVICE, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, undecided, type Finding } from '../../frame/rule.ts';
import { ALERT_POLICY, conditionsOf, isHeard, type Condition } from './support/alerts.ts';
import { scopesOf } from './support/scope.ts';
import { ALERTING } from './support/sources.ts';
import { isReplica } from './support/sql.ts';

/** Something that has to wake somebody. */
interface Need {
  readonly what: string;
  /** Matches the text of a condition that watches it. */
  readonly watches: RegExp;
  /** True when each region needs to be told from the other. */
  readonly perRegion: boolean;
  /** True when the late load balancer metrics do not do. */
  readonly fast: boolean;
}

const ERRORS: Need = {
  what: 'server errors (5xx)',
  watches: /status\s*>=?\s*"?(499|5\d\d)|response_code_class"?\s*=\s*"?(500|5xx)|5xx/,
  perRegion: true,
  fast: true,
};
const REFUSALS: Need = {
  what: 'refused requests (429)',
  watches: /status\s*=\s*"?429|response_code"?\s*=\s*"?429/,
  perRegion: true,
  fast: true,
};
const NO_BACKEND: Need = {
  what: 'no healthy backend (INVALID_BACKEND or failed_to_pick_backend)',
  watches: /INVALID_BACKEND|NO_BACKEND_SELECTED|failed_to_pick_backend/,
  perRegion: false,
  fast: true,
};
const HEADROOM: Need = {
  what: 'instances close to their maximum',
  watches: /instance_count|backend\/(fullness|utilization)|instance_group\/size|autoscaler/,
  perRegion: true,
  fast: false,
};
const REPLICA_LAG: Need = {
  what: 'replica lag of the database',
  watches: /replica_lag|replication_lag|seconds_behind/,
  perRegion: false,
  fast: false,
};

export const alertsThatMatter = graphRule({
  id: 'tandem-gcp-030-alerts-that-matter',
  title: 'Somebody is woken, in time and for the right reason',
  what: 'Alerts exist for server errors and 429s of each region, for no healthy backend, for instances close to their maximum and for replica lag; the first three fire within a minute of what they see, and each has a notification channel.',
  why: 'Load balancer metrics are up to 210 s late, and a failover hides the fault from clients: without alerts by region nobody knows that the spare is in use.',
  source: ALERTING,
  severity: 'high',
  level: 'mandatory',
  remediation:
    'Use log-based metrics or conditionMatchedLog for errors, 429s and no healthy backend, one for each region, and name notificationChannels.',
  example:
    'conditions: [{ displayName: \'429\', conditionMatchedLog: { filter: \'resource.type="cloud_run_revision" resource.labels.location="us-east4" httpRequest.status=429\' } }], notificationChannels: [channel.name]',
  types: [ALERT_POLICY, BACKEND_SERVICE],
  judge: (graph) => {
    const unheard = graph
      .ofType(ALERT_POLICY)
      .filter((policy) => !isHeard(graph, policy))
      .map((policy) =>
        breach(
          policy,
          'notificationChannels',
          'names no channel that is switched on, so nobody hears of it',
          'name at least one notification channel that is enabled',
        ),
      );
    const conditions = conditionsOf(graph);
    const missing = scopesOf(graph).flatMap(({ entry, regions, includes }) => {
      const own = conditions.filter(({ policy }) => includes(policy));
      return needsOf(graph.ofType(SQL_INSTANCE).filter(includes)).flatMap((need) =>
        judge(entry.service, need, own, regions),
      );
    });
    return [...unheard, ...missing];
  },
});

function needsOf(databases: readonly Resource[]): readonly Need[] {
  const replicated = databases.some(isReplica);
  return [ERRORS, REFUSALS, NO_BACKEND, HEADROOM, ...(replicated ? [REPLICA_LAG] : [])];
}

function judge(
  entry: Resource,
  need: Need,
  conditions: readonly Condition[],
  regions: readonly string[],
): readonly Finding[] {
  const watching = conditions.filter(({ watches }) => watches !== undefined && need.watches.test(watches));
  const rising = watching.filter(({ rises }) => rises);
  const usable = need.fast ? rising.filter(({ fast }) => fast) : rising;
  const argument = 'monitoring.AlertPolicy';
  const open = conditions.find(({ watches }) => watches === undefined);
  const say = (problem: string, fix: string): Finding =>
    open
      ? undecided(
          open.policy,
          'conditions',
          `is not known before an apply, and no other condition watches ${need.what}`,
          fix,
        )
      : breach(entry, argument, problem, fix);
  if (usable.length === 0) {
    const [found] = watching;
    const late = rising[0]
      ? `comes late: ${rising[0].policy.name} takes minutes`
      : found
        ? `is missing: ${found.policy.name} fires when there is too little of it`
        : 'is missing';
    const fix = `add an AlertPolicy for ${need.what}${need.fast ? ', from logs or with a duration of 60 s at most' : ''}`;
    return [say(`for ${need.what} ${late}`, fix)];
  }
  if (!need.perRegion) return [];
  return regions
    .filter((region) => !usable.some(({ tells }) => tells(region)))
    .map((region) =>
      say(
        `for ${need.what} does not tell ${region} apart`,
        `add an AlertPolicy for ${need.what} with ${region} in its filter, or group by location`,
      ),
    );
}
