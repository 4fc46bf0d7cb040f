import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { BACKEND_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';
import { BACKEND_SERVICES } from './support/sources.ts';

export const routesHaveBackends = resourceRule({
  id: 'tandem-gcp-071-routes-have-backends',
  title: 'Every backend service has a backend',
  what: 'A global backend service names at least one backend, unless something else fills the list in and the program ignores its changes.',
  why: 'A backend service without one answers every request with 503; when it is the route that pins a region, the probe of that region is blind.',
  source: BACKEND_SERVICES,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add the backend, or remove the backend service and its routes.',
  example: 'backends: [{ group: neg.id }]',
  types: [BACKEND_SERVICE],
  judge: (service) => {
    const backends = valueAt(service.inputs, 'backends');
    const fix = 'add a backend with the group of a region';
    if (service.ignoreChanges.includes('backends')) return [];
    if (isUnknown(backends)) return [unknownArgument(service, 'backends', fix)];
    if (Array.isArray(backends) && backends.length > 0) return [];
    const given = Array.isArray(backends) ? 'is empty' : 'is not set';
    return [breach(service, 'backends', `${given}, so nothing answers`, fix)];
  },
});
