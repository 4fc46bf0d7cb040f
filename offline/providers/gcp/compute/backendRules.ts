import type { CloudResource } from '../../cloud/resource.ts';
import type { Situation } from '../../kit/situation.ts';
import { isPresent, refused, type Rule, when } from '../../kit/rules.ts';
import { isSet, listOf, numberOf, objectOf, textOf, type Values } from '../../kit/values.ts';
import { GROUP_MANAGER, HEALTH_CHECK, INSTANCE_GROUP, REGION_GROUP_MANAGER, REGION_NEG, ZONAL_NEG } from '../types.ts';

/** What can be a backend. */
export const GROUPS = [REGION_NEG, ZONAL_NEG, GROUP_MANAGER, REGION_GROUP_MANAGER, INSTANCE_GROUP];

/** Outlier detection by success rate, which serverless groups do not have. */
export const SUCCESS_RATE_FIELDS = [
  'enforcingSuccessRate',
  'successRateMinimumHosts',
  'successRateRequestVolume',
  'successRateStdevFactor',
];

const MESH_ONLY = ['circuitBreakers', 'consistentHash', 'maxStreamDuration'];

/** A backend as declared, with the group it points to when that is known. */
interface Backend {
  path: string;
  values: Values;
  group: CloudResource | undefined;
}

const isServerless = ({ group }: Backend): boolean => group?.state['networkEndpointType'] === 'SERVERLESS';

const isInternet = ({ group }: Backend): boolean => String(group?.state['networkEndpointType']).startsWith('INTERNET');

const isEndpointGroup = ({ group }: Backend): boolean => group?.type === REGION_NEG || group?.type === ZONAL_NEG;

function backendsOf(inputs: Values, { cloud }: Situation): Backend[] {
  return listOf(inputs['backends']).map((item, index) => {
    const values = objectOf(item);
    return { path: `backends[${index}]`, values, group: cloud.named(values['group'], ...GROUPS) };
  });
}

/** Rules that hold when every backend is a serverless group. */
export const serverless: Rule = (inputs, situation) => {
  const backends = backendsOf(inputs, situation);
  if (!backends.some(isServerless)) return [];
  const regions = backends.map(({ group }) => textOf(group?.state['region']));
  return [
    ...refused('healthChecks', 'a backend service cannot have a health check with serverless network endpoint groups')(
      inputs,
      situation,
    ),
    ...refused(
      'timeoutSec',
      'timeout is not supported with serverless network endpoint groups: it is always 60 minutes',
    )(inputs, situation),
    ...refused('serviceLbPolicy', 'service load balancing policies do not support serverless network endpoint groups')(
      inputs,
      situation,
    ),
    ...refused('localityLbPolicy', 'is not supported with serverless network endpoint groups')(inputs, situation),
    ...SUCCESS_RATE_FIELDS.flatMap((field) =>
      refused(`outlierDetection.${field}`, 'is not supported with serverless network endpoint groups')(
        inputs,
        situation,
      ),
    ),
    ...backends.flatMap((backend, index) => [
      ...(isServerless(backend)
        ? []
        : [{ path: backend.path, reason: 'serverless groups cannot be mixed with others' }]),
      ...(isSet(backend.values['preference'])
        ? [{ path: `${backend.path}.preference`, reason: 'is not supported with serverless groups' }]
        : []),
      ...(regions.indexOf(regions[index]) < index
        ? [
            {
              path: `${backend.path}.group`,
              reason: `only one serverless group per region: ${regions[index]} has another`,
            },
          ]
        : []),
    ]),
  ];
};

/** Rules that hold for groups of instances and endpoints. */
export const withServers: Rule = (inputs, situation) => {
  const backends = backendsOf(inputs, situation).filter(({ group }) => group !== undefined);
  const needsCheck = backends.length > 0 && !backends.some(isServerless) && !backends.some(isInternet);
  return [
    ...(needsCheck && !isPresent(inputs, 'healthChecks')
      ? [{ path: 'healthChecks', reason: 'must be set for these backends' }]
      : []),
    ...backends
      .filter((backend) => !isServerless(backend) && !isInternet(backend))
      .flatMap((backend) => modeProblems(backend, inputs)),
    ...policyProblems(backends, inputs),
  ];
};

function modeProblems(backend: Backend, inputs: Values): { path: string; reason: string }[] {
  const { path, values, group } = backend;
  const rates = ['maxRate', 'maxRatePerInstance', 'maxRatePerEndpoint'].filter((name) => isSet(values[name]));
  const mode = values['balancingMode'];
  const problems = [];
  if (mode === 'RATE' && rates.length === 0) {
    problems.push({
      path: `${path}.balancingMode`,
      reason: 'RATE needs one of maxRate, maxRatePerInstance, maxRatePerEndpoint',
    });
  }
  if (mode === 'RATE' && group?.type === REGION_GROUP_MANAGER && rates.includes('maxRate')) {
    problems.push({ path: `${path}.maxRate`, reason: 'a regional instance group takes only maxRatePerInstance' });
  }
  if (mode === 'UTILIZATION' && isEndpointGroup(backend)) {
    problems.push({ path: `${path}.balancingMode`, reason: 'endpoint groups do not support UTILIZATION: use RATE' });
  }
  if (mode === 'UTILIZATION' && isSet(inputs['sessionAffinity']) && inputs['sessionAffinity'] !== 'NONE') {
    problems.push({ path: `${path}.balancingMode`, reason: 'UTILIZATION needs sessionAffinity NONE' });
  }
  return problems;
}

function policyProblems(backends: Backend[], inputs: Values): { path: string; reason: string }[] {
  const regional = backends.filter(({ group }) => group?.type === REGION_GROUP_MANAGER);
  return regional.flatMap(({ path, values }) => [
    ...(isSet(inputs['serviceLbPolicy'])
      ? [{ path: 'serviceLbPolicy', reason: `does not support the regional instance group of ${path}` }]
      : []),
    ...(isSet(values['preference'])
      ? [{ path: `${path}.preference`, reason: 'is not supported with regional instance groups' }]
      : []),
  ]);
}

/** Scalers are 0 or 0.1 to 1, and not 0 for the only backend. */
export const capacity: Rule = ({ backends }) => {
  const scalers = listOf(backends).map((backend) => numberOf(objectOf(backend)['capacityScaler']) ?? 1);
  return scalers.flatMap((scaler, index) => {
    const path = `backends[${index}].capacityScaler`;
    if (scaler !== 0 && (scaler < 0.1 || scaler > 1))
      return [{ path, reason: `expected 0 or 0.1 to 1, got ${scaler}` }];
    return scaler === 0 && scalers.length === 1 ? [{ path, reason: 'the only backend cannot be drained to 0' }] : [];
  });
};

/** What depends on the load balancing scheme. */
export const schemes: Rule[] = [
  when(
    ({ loadBalancingScheme }) => loadBalancingScheme === 'EXTERNAL',
    refused('outlierDetection', 'outlier detection is not supported with the scheme EXTERNAL'),
    refused('backends[].preference', 'is not supported with the scheme EXTERNAL'),
  ),
  when(
    ({ loadBalancingScheme }) => loadBalancingScheme !== 'INTERNAL_SELF_MANAGED',
    ...MESH_ONLY.map((name) => refused(name, 'is only supported with the scheme INTERNAL_SELF_MANAGED')),
  ),
  when(
    ({ iap }) => objectOf(iap)['enabled'] === true,
    refused('outlierDetection', 'cannot be used with Identity-Aware Proxy'),
  ),
];

/** A health check with chosen source regions serves DNS, not load balancers. */
export const probesFromEverywhere: Rule = ({ healthChecks }, { cloud }) =>
  listOf(cloud.named(healthChecks, HEALTH_CHECK)?.state['sourceRegions']).length > 0
    ? [{ path: 'healthChecks', reason: 'a health check with sourceRegions is for DNS only' }]
    : [];
