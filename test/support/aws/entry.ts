import { draft, UNKNOWN_VALUE as id, type Draft } from '../graph.ts';
import { AWS_REGIONS } from './places.ts';

export const entry: readonly Draft[] = [
  draft('aws:globalaccelerator/accelerator:Accelerator', 'front', { enabled: true, name: 'front' }),
  draft(
    'aws:globalaccelerator/listener:Listener',
    'front-443',
    { acceleratorArn: id, protocol: 'TCP', portRanges: [{ fromPort: 443, toPort: 443 }] },
    { links: { acceleratorArn: ['front'] } },
  ),
  ...AWS_REGIONS.map((region) =>
    draft(
      'aws:globalaccelerator/endpointGroup:EndpointGroup',
      `group-${region}`,
      {
        listenerArn: id,
        endpointGroupRegion: region,
        trafficDialPercentage: 100,
        endpointConfigurations: [{ endpointId: id, weight: 128 }],
      },
      { links: { listenerArn: ['front-443'], endpointConfigurations: [`lb-${region}`] } },
    ),
  ),
  draft(
    'aws:route53/record:Record',
    'api',
    { zoneId: id, name: 'api.acme.test', type: 'A', aliases: [{ name: id, zoneId: id, evaluateTargetHealth: true }] },
    { links: { zoneId: ['zone'], aliases: ['front'] } },
  ),
  draft('aws:route53/zone:Zone', 'zone', { name: 'acme.test', enableAcceleratedRecovery: true }),
];

/** Records that fail over between the two regions, each with a check of its own. */
export const recordsPlan: readonly Draft[] = AWS_REGIONS.flatMap((region, index) => [
  draft(
    'aws:route53/healthCheck:HealthCheck',
    `check-${region}`,
    { type: 'HTTPS', fqdn: id, port: 443, resourcePath: '/ready', requestInterval: 10, failureThreshold: 3 },
    { links: { fqdn: [`lb-${region}`] } },
  ),
  draft(
    'aws:route53/record:Record',
    `record-${region}`,
    {
      zoneId: id,
      name: 'direct.acme.test',
      type: 'CNAME',
      ttl: 60,
      records: [id],
      setIdentifier: region,
      failoverRoutingPolicies: [{ type: index === 0 ? 'PRIMARY' : 'SECONDARY' }],
      healthCheckId: id,
    },
    { links: { zoneId: ['zone'], records: [`lb-${region}`], healthCheckId: [`check-${region}`] } },
  ),
]);
