import { expect, test } from 'vitest';
import { envoyConfig, type EnvoyPlaces } from '../../../drill/run/envoy/config.ts';
import { buildPlan, type PlanOptions } from '../../../drill/plan/build.ts';
import type { Service } from '../../../topology/model/model.ts';
import { accelerated, failover, instances, model, primary, probe, pool, service } from '../models.ts';

const places: EnvoyPlaces = {
  adminPort: 1,
  listeners: new Map([
    [primary, 11],
    [failover, 12],
  ]),
  regions: new Map([
    [primary, [21]],
    [failover, [22]],
  ]),
  attemptsFile: '/attempts',
  probesFile: '/probes',
  ejectionsFile: '/ejections',
};

const configOf = (one: Partial<Service> = {}, more: Partial<PlanOptions> = {}) => {
  const { entry } = buildPlan(model(service(one)), { stack: 'test', rate: 100, scale: 10, ...more });
  return envoyConfig(entry, places);
};

/** The part of a cluster that decides where requests of one stream go: port by priority. */
const endpoints = (order: readonly number[]) =>
  order.map((port, priority) => ({
    priority,
    lb_endpoints: [{ endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } } }],
  }));

test('each stream prefers its own region and can use the other', () => {
  expect(configOf()).toMatchObject({
    static_resources: {
      listeners: [{ name: primary }, { name: failover }],
      clusters: [
        { name: primary, load_assignment: { endpoints: endpoints([21, 22]) } },
        { name: failover, load_assignment: { endpoints: endpoints([22, 21]) } },
      ],
    },
  });
});

test('thresholds of the probe count for answers as they do for silence', () => {
  expect(configOf()).toMatchObject({
    static_resources: {
      clusters: [
        {
          health_checks: [
            {
              interval: '0.500000s',
              unhealthy_interval: '0.500000s',
              no_traffic_interval: '0.500000s',
              timeout: '0.100000s',
              unhealthy_threshold: 2,
              http_health_check: { path: '/health', retriable_statuses: [{ start: 300, end: 600 }] },
            },
          ],
        },
        {},
      ],
    },
  });
});

test('an ejection is served in full', () => {
  expect(configOf()).toMatchObject({
    static_resources: {
      clusters: [
        {
          outlier_detection: {
            consecutive_5xx: 5,
            base_ejection_time: '18.000000s',
            max_ejection_percent: 50,
            successful_active_health_check_uneject_host: false,
          },
        },
        {},
      ],
    },
  });
});

test('no cloud profile says a word about 429; the comparison does', () => {
  expect(JSON.stringify(configOf())).not.toContain('429');
  const best = JSON.stringify(configOf({}, { profile: 'envoy-best' }));
  expect(best).toContain('"retriable_status_codes":[429]');
  expect(best).toContain('"exact_match":"429"');
});

test('further tries leave the failed region only where the plan says so', () => {
  expect(JSON.stringify(configOf())).toContain('previous_priorities');
  expect(JSON.stringify(configOf({ retry: { ...service().retry!, reachesOtherRegion: false } }))).not.toContain(
    'previous_priorities',
  );
  expect(JSON.stringify(configOf({ retry: undefined }))).not.toContain('retry_on');
});

test('members of a region are probed one by one, and leave it in proportion', () => {
  const { entry } = buildPlan(model(instances()), { stack: 'test', rate: 100, scale: 10 });
  const many = new Map([
    [primary, [21, 31]],
    [failover, [22, 32]],
  ]);
  const port = (port_value: number) => ({ endpoint: { address: { socket_address: { port_value } } } });
  expect(envoyConfig(entry, { ...places, regions: many })).toMatchObject({
    static_resources: {
      clusters: [
        {
          common_lb_config: { healthy_panic_threshold: { value: 50 } },
          load_assignment: {
            // 70 % of its members are enough for all of a region's traffic.
            policy: { overprovisioning_factor: 143 },
            endpoints: [
              { priority: 0, lb_endpoints: [port(21), port(31)] },
              { priority: 1, lb_endpoints: [port(22), port(32)] },
            ],
          },
        },
        {},
      ],
    },
  });
});

test('a balancer inside a region has its own targets only, and tries all of them when none is well', () => {
  const { entry } = buildPlan(model(accelerated()), { stack: 'test', rate: 100, scale: 10 });
  expect(envoyConfig(entry, places)).toMatchObject({
    static_resources: {
      clusters: [
        {
          common_lb_config: { healthy_panic_threshold: { value: 1 } },
          load_assignment: { endpoints: endpoints([21]) },
          health_checks: [{ unhealthy_threshold: 2 }],
        },
        { load_assignment: { endpoints: endpoints([22]) } },
      ],
    },
  });
});

test('with DNS the proxy decides nothing', () => {
  const signals = [{ ...probe(10, 4, 3), kind: 'dns-check' as const, ttlSeconds: 60 }];
  const config = configOf({
    entry: { kind: 'dns', urn: 'urn', availability: 1 },
    pools: [pool(primary, { signals }), pool(failover, { signals })],
    retry: undefined,
  });
  expect(config).toMatchObject({
    static_resources: {
      clusters: [
        { name: primary, load_assignment: { endpoints: endpoints([21]) } },
        { name: failover, load_assignment: { endpoints: endpoints([22]) } },
      ],
    },
  });
  expect(JSON.stringify(config)).not.toContain('health_checks');
});
