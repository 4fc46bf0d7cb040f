import { numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { LB_LOGGING } from './support/sources.ts';

export const requestsAreLogged = resourceRule({
  id: 'tandem-gcp-029-requests-are-logged',
  title: 'The load balancer logs its requests',
  what: 'Every backend service enables logConfig with a sample rate that alerts can count on.',
  why: 'Only the logs say why a request failed and who answered 429. Logging is off by default, and metrics come up to 210 s late.',
  source: LB_LOGGING,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set logConfig with enable true and sampleRate 1.',
  example: 'logConfig: { enable: true, sampleRate: 1 }',
  types: [BACKEND_SERVICE],
  repairs: { 'logConfig.enable': true, 'logConfig.sampleRate': 1 },
  settings: { sampleRate: { description: 'Least part of the requests that is logged, 0 to 1.', default: 0.5 } },
  judge: (service, { sampleRate }) => {
    const enable = 'logConfig.enable';
    if (unknownAt(service, enable)) return [unknownArgument(service, enable, `set ${enable} to true`)];
    if (valueAt(service.inputs, enable) !== true) {
      return [
        breach(service, enable, 'is not true, so failed requests leave no reason behind', `set ${enable} to true`),
      ];
    }
    const argument = 'logConfig.sampleRate';
    const fix = `set ${argument} to 1`;
    if (unknownAt(service, argument)) return [unknownArgument(service, argument, fix)];
    const rate = numberAt(service.inputs, argument) ?? 1;
    if (rate >= sampleRate && rate <= 1) return [];
    return [breach(service, argument, `is ${rate}; allowed is ${sampleRate} to 1`, fix)];
  },
});
