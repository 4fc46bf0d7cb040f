import { isUnknown, numberAt, textAt, valueAt } from '../../../topology/graph/value.ts';
import { TARGET_GROUPS } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { TARGET_CHECKS } from './support/sources.ts';

const CHECK = 'healthCheck';
/** What the provider takes where nothing is written. */
const DEFAULTS = { interval: 30, unhealthyThreshold: 3 } as const;

export const fastDetection = resourceRule({
  id: 'tandem-aws-005-fast-detection',
  title: 'Bad targets are found fast',
  what: 'The health check of a target group is on, asks for an answer, and falls within the limit: interval times unhealthyThreshold.',
  why: 'Accelerator and alias records act on the health of the targets. The defaults take 90 s, and a check that only opens a connection never sees an error.',
  source: TARGET_CHECKS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set healthCheck.interval to 5 or 10 and healthCheck.unhealthyThreshold to 2, with an HTTP path.',
  example: "healthCheck: { path: '/ready', interval: 5, timeout: 4, unhealthyThreshold: 2, healthyThreshold: 2 }",
  types: TARGET_GROUPS,
  settings: {
    detectionSeconds: { description: 'Most seconds from the fault to a fallen health check.', default: 30 },
  },
  judge: (group, { detectionSeconds }) => {
    if (textAt(group.inputs, 'targetType') === 'lambda') return [];
    const whole = 'write healthCheck out';
    if (isUnknown(valueAt(group.inputs, CHECK))) return [unknownArgument(group, CHECK, whole)];
    const findings: Finding[] = [];
    for (const name of ['enabled', 'interval', 'unhealthyThreshold', 'protocol']) {
      const argument = `${CHECK}.${name}`;
      if (isUnknown(valueAt(group.inputs, argument)))
        findings.push(unknownArgument(group, argument, `write ${argument} out`));
    }
    if (findings.length > 0) return findings;
    if (valueAt(group.inputs, `${CHECK}.enabled`) === false)
      return [breach(group, `${CHECK}.enabled`, 'is false, so nothing notices a bad target', 'set it to true')];
    const interval = numberAt(group.inputs, `${CHECK}.interval`) ?? DEFAULTS.interval;
    const failures = numberAt(group.inputs, `${CHECK}.unhealthyThreshold`) ?? DEFAULTS.unhealthyThreshold;
    const serves = textAt(group.inputs, 'protocol') ?? 'HTTP';
    const protocol = textAt(group.inputs, `${CHECK}.protocol`);
    if (serves.startsWith('HTTP') && protocol === 'TCP') {
      const problem = 'is TCP, which sees a crash and no error; allowed is HTTP or HTTPS';
      findings.push(breach(group, `${CHECK}.protocol`, problem, 'set it to HTTP'));
    }
    if (interval * failures <= detectionSeconds) return findings;
    const slower = interval > detectionSeconds / DEFAULTS.unhealthyThreshold ? 'interval' : 'unhealthyThreshold';
    const problem = `takes ${interval} s times ${failures} failures; allowed are ${detectionSeconds} s`;
    const fix = 'set interval to 5 or 10 and unhealthyThreshold to 2';
    return [...findings, breach(group, `${CHECK}.${slower}`, problem, fix)];
  },
});
