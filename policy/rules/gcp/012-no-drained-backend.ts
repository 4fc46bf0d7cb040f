import { blocksAt, isUnknown, numberAt, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument, unknownAt } from '../../frame/rule.ts';
import { BACKEND_SERVICES } from './support/sources.ts';

export const noDrainedBackend = resourceRule({
  id: 'tandem-gcp-012-no-drained-backend',
  title: 'No backend is drained',
  what: 'Every backend has a capacityScaler from 0.1 to 1.',
  why: 'At 0 a standby is silently out of service; the API refuses values between 0 and 0.1 and above 1, which the preview lets pass.',
  source: BACKEND_SERVICES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Set capacityScaler to 1, or leave it out.',
  example: 'backends: [{ group, capacityScaler: 1 }]',
  types: [BACKEND_SERVICE],
  judge: (service) => {
    if (unknownAt(service, 'backends')) {
      return [unknownArgument(service, 'backends', 'give the backends as a list whose length is known')];
    }
    return blocksAt(service.inputs, 'backends').flatMap((block, index) => {
      const argument = `backends[${index}].capacityScaler`;
      const fix = `set ${argument} to 1, or leave it out`;
      if (isUnknown(valueAt(block, 'capacityScaler'))) return [unknownArgument(service, argument, fix)];
      const scaler = numberAt(block, 'capacityScaler') ?? 1;
      if (scaler >= 0.1 && scaler <= 1) return [];
      const problem = scaler === 0 ? 'is 0, so this backend is drained' : `is ${scaler}`;
      return [breach(service, argument, `${problem}; allowed is 0.1 to 1`, fix)];
    });
  },
});
