import { describe, expect, it } from 'vitest';

import { recognise } from '../../../../topology/recognise/recognise.ts';
import { verdict } from '../../../../topology/verdict/verdict.ts';
import { change, draft, graphFrom, relink, without, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { answers, each, judged, model, onlyService, poolIn, reasons, standby, type Plan } from './ask.ts';
import { accelerator, declaration, EAST, imageIn, REGIONS, stacks, WEST } from './plans.ts';

describe('an accelerator', () => {
  it('is one service over the pools of both regions', () => {
    const { entry, pools, name, retry } = onlyService(accelerator);
    expect({ name, kind: entry.kind, availability: entry.availability, retry }).toEqual({
      name: 'front',
      kind: 'accelerator',
      availability: 0.9999,
      retry: undefined,
    });
    expect(
      pools.map(({ region, zones, compute, minInstances, maxInstances, capacityScaler, live, weight, image }) => ({
        region,
        zones,
        compute,
        sizes: [minInstances, maxInstances],
        capacityScaler,
        live,
        weight,
        image,
      })),
    ).toEqual(
      REGIONS.map((region) => ({
        region,
        zones: ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
        compute: 'fargate',
        sizes: [8, 16],
        capacityScaler: 1,
        live: true,
        weight: undefined,
        image: imageIn(region),
      })),
    );
  });

  it('acts on the targets’ health 30 s later, and single tasks are left out without it', () => {
    const { signals, instanceSignals } = poolIn(accelerator, EAST);
    const probe = { periodSeconds: 5, timeoutSeconds: 4, failures: 2, successes: 2 };
    expect(signals).toMatchObject([{ kind: 'health-check', probe, delaySeconds: 30 }]);
    expect(instanceSignals).toMatchObject([{ kind: 'health-check', probe }]);
    expect(instanceSignals?.[0]?.delaySeconds).toBeUndefined();
    expect(judged(accelerator, `region:${EAST}`)).toMatchObject({
      shedSeconds: { expected: 41.5, worst: 44 },
      returnSeconds: { expected: 37.5, worst: 40 },
    });
    expect(judged(accelerator, `zone:${EAST}a`).shedSeconds).toEqual({ expected: 11.5, worst: 14 });
  });

  it('takes the provider’s defaults where a target group sets none', () => {
    expect(poolIn(each(accelerator, 'tg-', 'healthCheck', undefined), EAST).signals[0]?.probe).toEqual({
      periodSeconds: 30,
      timeoutSeconds: 6,
      failures: 3,
      successes: 3,
    });
  });

  it('keeps a standby of dial 0 out of live traffic and ready to take over', () => {
    const pools = onlyService(standby(0)).pools;
    expect(pools.map(({ live, capacityScaler, weight }) => [live, capacityScaler, weight])).toEqual([
      [true, 1, 1],
      [false, 1, 0],
    ]);
    expect(judged(standby(0), `region:${WEST}`).shedSeconds).toEqual({ expected: 0, worst: 0 });
    const share = verdict(graphFrom([declaration, ...standby(0)])).objectives.find(({ name }) => name === 'liveShare');
    expect(share).toMatchObject({ predicted: 0, met: false });
  });

  it('turns a dial into the share that is left of a region’s own clients', () => {
    const { pools } = onlyService([declaration, ...standby(20)]);
    expect(pools.map(({ region, weight }) => [region, weight])).toEqual([
      [EAST, 0.96],
      [WEST, 0.04],
    ]);
  });

  it('checks instances by the endpoint group’s own check', () => {
    const plan: Plan = [
      draft('aws:globalaccelerator/accelerator:Accelerator', 'front', {}),
      draft(
        'aws:globalaccelerator/listener:Listener',
        'l',
        { acceleratorArn: id },
        { links: { acceleratorArn: ['front'] } },
      ),
      ...REGIONS.flatMap((region) => [
        draft('aws:ec2/instance:Instance', `vm-${region}`, { region, availabilityZone: `${region}a` }),
        draft(
          'aws:globalaccelerator/endpointGroup:EndpointGroup',
          `group-${region}`,
          {
            listenerArn: id,
            endpointGroupRegion: region,
            healthCheckProtocol: 'HTTP',
            healthCheckIntervalSeconds: 10,
            endpointConfigurations: [{ endpointId: id }],
          },
          { links: { listenerArn: ['l'], endpointConfigurations: [`vm-${region}`] } },
        ),
      ]),
    ];
    expect(answers(plan)).toEqual(['yes', 'yes']);
    expect(poolIn(plan, EAST)).toMatchObject({
      compute: 'instances',
      minInstances: 1,
      signals: [{ probe: { periodSeconds: 10, failures: 3 }, delaySeconds: 30 }],
    });
    expect(answers(each(plan, 'group-', 'healthCheckProtocol', undefined))).toEqual(['no', 'no']);
  });

  it('proposes settings as AWS spells them', () => {
    const slow = [declaration, ...each(accelerator, 'tg-', 'healthCheck.interval', 20)];
    const missed = verdict(graphFrom(slow)).objectives.find(({ name }) => name === 'shedSeconds');
    expect(missed).toMatchObject({
      predicted: 74,
      met: false,
      change: { argument: 'healthCheck.interval', from: 20, to: 13 },
    });
    const small = [declaration, ...each(accelerator, 'scale-', 'maxCapacity', 7)];
    const headroom = verdict(graphFrom(small)).objectives.find(({ name }) => name === 'headroom');
    expect(headroom?.change).toMatchObject({ argument: 'maxCapacity', from: 7, to: 8 });
    expect(headroom?.change?.urn).toContain('appautoscaling');
  });

  it('leaves open what the plan does not tell', () => {
    expect(answers(each(accelerator, 'group-', 'trafficDialPercentage', id))).toEqual(['undecided', 'undecided']);
    const foreign = relink(accelerator, `group-443-${WEST}`, 'endpointConfigurations', []);
    expect(answers(foreign)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(foreign, `region:${EAST}`))).toMatch(/an endpoint is not in the plan/);
    const bare = without(without(accelerator, `ecs-${WEST}`), `scale-${WEST}`);
    expect(answers(bare)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(bare, `region:${EAST}`))).toMatch(/what answers behind it is not in the plan/);
  });
});

describe('routes of a load balancer', () => {
  const rule = (region: string, name: string, conditions: unknown): readonly Draft[] => [
    draft('aws:lb/targetGroup:TargetGroup', `${name}-tg-${region}`, {
      region,
      port: 80,
      protocol: 'HTTP',
      healthCheck: {},
    }),
    draft(
      'aws:lb/listenerRule:ListenerRule',
      `${name}-${region}`,
      { region, listenerArn: id, actions: [{ type: 'forward', targetGroupArn: id }], conditions },
      { links: { listenerArn: [`https-${region}`], actions: [`${name}-tg-${region}`] } },
    ),
    draft(
      'aws:autoscaling/group:Group',
      `${name}-asg-${region}`,
      { region, minSize: 2, maxSize: 4, vpcZoneIdentifiers: [id, id], targetGroupArns: [id] },
      {
        links: {
          targetGroupArns: [`${name}-tg-${region}`],
          vpcZoneIdentifiers: [`subnet-${region}a`, `subnet-${region}b`],
        },
      },
    ),
  ];
  const paths = [{ pathPattern: { values: ['/files/*'] } }];
  const both = [...accelerator, ...REGIONS.flatMap((region) => rule(region, 'files', paths))];

  it('are streams of their own, paired by their conditions', () => {
    expect(
      model(both).services.map(({ name, pools }) => [
        name,
        pools.map(({ region, compute, maxInstances }) => [region, compute, maxInstances]),
      ]),
    ).toEqual([
      ['front', REGIONS.map((region) => [region, 'fargate', 16])],
      ['front /files/*', REGIONS.map((region) => [region, 'instances', 4])],
    ]);
    expect(answers(both)).toEqual(['yes', 'yes']);
  });

  it('fall to the default route of a region that has no such rule', () => {
    const [, files] = model([...accelerator, ...rule(EAST, 'files', paths)]).services;
    expect(files?.pools.map(({ region, compute }) => [region, compute])).toEqual([
      [EAST, 'instances'],
      [WEST, 'fargate'],
    ]);
  });

  it('that need a header pin a region for probes and serve no clients', () => {
    const pinned = [{ httpHeader: { httpHeaderName: 'x-region', values: [EAST] } }];
    expect(onlyService([...accelerator, ...rule(EAST, 'pin', pinned)]).pools).toHaveLength(2);
  });

  it('go on through a load balancer that is itself a target', () => {
    const front = (region: string): readonly Draft[] => [
      draft('aws:lb/loadBalancer:LoadBalancer', `nlb-${region}`, { region, loadBalancerType: 'network' }),
      draft('aws:lb/targetGroup:TargetGroup', `nlb-tg-${region}`, {
        region,
        port: 443,
        protocol: 'TCP',
        targetType: 'alb',
        healthCheck: { protocol: 'HTTPS', interval: 10, unhealthyThreshold: 2 },
      }),
      draft(
        'aws:lb/listener:Listener',
        `nlb-listener-${region}`,
        { region, loadBalancerArn: id, port: 443, defaultActions: [{ type: 'forward', targetGroupArn: id }] },
        { links: { loadBalancerArn: [`nlb-${region}`], defaultActions: [`nlb-tg-${region}`] } },
      ),
      draft(
        'aws:lb/targetGroupAttachment:TargetGroupAttachment',
        `nlb-target-${region}`,
        { region, targetGroupArn: id, targetId: id },
        { links: { targetGroupArn: [`nlb-tg-${region}`], targetId: [`lb-${region}`] } },
      ),
    ];
    const internal = each(accelerator, 'lb-', 'internal', true);
    const plan = REGIONS.reduce<Plan>(
      (all, region) => relink(all, `group-443-${region}`, 'endpointConfigurations', [`nlb-${region}`]),
      [...internal, ...REGIONS.flatMap(front)],
    );
    expect(poolIn(plan, EAST)).toMatchObject({ compute: 'fargate', maxInstances: 16 });
    expect(poolIn(plan, EAST).signals[0]?.probe).toMatchObject({ periodSeconds: 10, failures: 2 });
    expect(answers(plan)).toEqual(['yes', 'yes']);
  });

  it('of an internal load balancer that nothing outside reaches are no client traffic', () => {
    expect(model(each(stacks, 'lb-', 'internal', true)).services).toEqual([]);
  });
});

describe('regions and names', () => {
  it('takes the region of the provider where a resource names none', () => {
    const plan = accelerator.map(({ inputs: { region: _, ...inputs }, ...one }) => ({ ...one, inputs }));
    const graph = graphFrom(plan);
    expect(recognise(graph).undecided).toContainEqual(
      expect.objectContaining({
        evidence: expect.objectContaining({ says: 'the plan does not tell in which region it is' }),
      }),
    );
  });

  it('tells services of one name in two regions apart', () => {
    const state = accelerator.map((one) =>
      one.name.startsWith('scale-')
        ? ({ ...change([one], one.name, 'maxCapacity', one.name.endsWith(WEST) ? 40 : 16)[0], links: {} } as Draft)
        : one,
    );
    expect(REGIONS.map((region) => poolIn(state, region).maxInstances)).toEqual([16, 40]);
  });

  it('names zones by their subnets until an apply tells them', () => {
    const plan = each(accelerator, 'subnet-', 'availabilityZone', id);
    expect(poolIn(plan, EAST).zones).toEqual(['a', 'b', 'c'].map((zone) => `subnet-${EAST}${zone}`));
    expect(judged(plan, `zone:subnet-${EAST}a`).survives).toBe('yes');
  });
});
