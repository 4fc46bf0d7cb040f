import type { Resource } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { HEALTH_CHECK, REGION_HEALTH_CHECK } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, type Finding } from '../../frame/rule.ts';
import { HEALTH_CHECK_SETTINGS } from './support/sources.ts';
import { outside } from '../support/values.ts';

const RANGES = {
  checkIntervalSec: { low: 1, high: 300, whole: true },
  timeoutSec: { low: 1, high: 300, whole: true },
  healthyThreshold: { low: 1, high: 10, whole: true },
  unhealthyThreshold: { low: 1, high: 10, whole: true },
} as const;

export const healthCheckNumbers = resourceRule({
  id: 'tandem-gcp-046-health-check-numbers',
  title: 'Health checks ask something, with possible numbers',
  what: 'A health check says what it asks and on which port, its time limit is at most its interval, and intervals, thresholds and ports are in range.',
  why: 'The preview lets impossible numbers pass; the apply then fails after other resources exist.',
  source: HEALTH_CHECK_SETTINGS,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set timeoutSec to checkIntervalSec or less.',
  example: 'checkIntervalSec: 5, timeoutSec: 5, healthyThreshold: 2, unhealthyThreshold: 2',
  types: [HEALTH_CHECK, REGION_HEALTH_CHECK],
  judge: (check) => {
    const findings: Finding[] = Object.entries(RANGES).flatMap(([argument, range]) => outside(check, argument, range));
    const blocks = Object.keys(check.inputs).filter((key) => key.endsWith('HealthCheck'));
    const [block] = blocks;
    if (!block) {
      const problem = 'is not set, nor another kind, so nothing is asked';
      findings.push(breach(check, 'httpHealthCheck', problem, 'set httpHealthCheck with requestPath and port'));
    }
    if (block && isSet(check.inputs, block)) findings.push(...judgePort(check, block), ...judgeHeader(check, block));
    if (block) findings.push(...outside(check, `${block}.port`, { low: 1, high: 65_535, whole: true }));
    const interval = numberAt(check.inputs, 'checkIntervalSec') ?? 5;
    const timeout = numberAt(check.inputs, 'timeoutSec') ?? 5;
    const unknown = ['checkIntervalSec', 'timeoutSec'].some((argument) => isUnknown(valueAt(check.inputs, argument)));
    if (unknown || timeout <= interval) return findings;
    const problem = `is ${timeout}, longer than checkIntervalSec ${interval}; allowed is ${interval} or less`;
    return [...findings, breach(check, 'timeoutSec', problem, `set timeoutSec to ${interval} or less`)];
  },
});

/** A server that speaks HTTP takes a line before the request for a bad request. */
function judgeHeader(check: Resource, block: string): readonly Finding[] {
  const argument = `${block}.proxyHeader`;
  if (!/^http/.test(block) || valueAt(check.inputs, argument) !== 'PROXY_V1') return [];
  const problem = 'is PROXY_V1, which HTTP backends answer with an error, so none is ever healthy';
  return [breach(check, argument, problem, 'remove proxyHeader')];
}

function judgePort(check: Resource, block: string): readonly Finding[] {
  const way = valueAt(check.inputs, `${block}.portSpecification`);
  const port = isSet(check.inputs, `${block}.port`);
  const [argument, wrong] =
    way === 'USE_FIXED_PORT' && !port
      ? ['port', 'is not set, and portSpecification is USE_FIXED_PORT']
      : way === 'USE_SERVING_PORT' && port
        ? ['port', 'is set, and portSpecification is USE_SERVING_PORT']
        : way === 'USE_NAMED_PORT' && !isSet(check.inputs, `${block}.portName`)
          ? ['portName', 'is not set, and portSpecification is USE_NAMED_PORT']
          : [];
  if (argument === undefined || wrong === undefined) return [];
  return [breach(check, `${block}.${argument}`, wrong, `set ${argument}, or the portSpecification that goes with it`)];
}
