import { describe, expect, it } from 'vitest';

import { ResourceGraph } from '../../../../topology/graph/graph.ts';
import { recognise } from '../../../../topology/recognise/recognise.ts';
import { verdict } from '../../../../topology/verdict/verdict.ts';
import { change, draft, graphFrom, relink, without, UNKNOWN_VALUE as id, type Draft } from '../../../support/graph.ts';
import { answers, each, judged, model, onlyService, poolIn, reasons, standby, withoutEach, type Plan } from './ask.ts';
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
    const bare = withoutEach(withoutEach(accelerator, 'ecs-'), 'scale-');
    expect(answers(bare)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(bare, `region:${EAST}`))).toMatch(/what answers behind it is not in the plan/);
  });
});

describe('an endpoint of an accelerator that never takes over', () => {
  const west = `group-443-${WEST}`;
  const empty = (region: string): Plan => [
    ...accelerator,
    draft('aws:lb/targetGroup:TargetGroup', `green-${region}`, { region, port: 8080, protocol: 'HTTP' }),
  ];
  const green = (plan: Plan, region: string): Plan =>
    relink(plan, `https-${region}`, 'defaultActions', [`tg-${region}`, `green-${region}`]);
  const deployed: Plan = [
    ...green(empty(WEST), WEST),
    draft(
      'aws:codedeploy/deploymentGroup:DeploymentGroup',
      'deploy',
      {},
      { links: { loadBalancerInfo: [`green-${WEST}`] } },
    ),
  ];
  const silent = /listens on port 8443 and 80, and requests come to port 443: nothing answers there/;

  it.each<[string, Plan, readonly string[], RegExp?]>([
    [
      'listens on another port',
      without(change(accelerator, `https-${WEST}`, 'port', 8443), 'front-80'),
      ['no', 'yes'],
      silent,
    ],
    [
      'is asked on the port it listens on',
      change(change(accelerator, `https-${WEST}`, 'port', 8443), west, 'portOverrides', [
        { listenerPort: 443, endpointPort: 8443 },
      ]),
      ['yes', 'yes'],
    ],
    [
      'is in another region than its group',
      change(accelerator, west, 'endpointGroupRegion', EAST),
      ['no', 'yes'],
      /is us-east-1, and lb-us-west-2 is in us-west-2/,
    ],
    ['is in a group that names no region', change(accelerator, west, 'endpointGroupRegion', undefined), ['yes', 'yes']],
    [
      'has no target',
      withoutEach(withoutEach(accelerator, `ecs-${WEST}`), `scale-${WEST}`),
      ['no', 'yes'],
      /tg-us-west-2 .*has no target/,
    ],
    [
      'has an empty target group beside the one that serves',
      green(empty(WEST), WEST),
      ['no', 'yes'],
      /green-us-west-2 .*never has a target/,
    ],
    ['has one that a deployment fills', deployed, ['yes', 'yes']],
    ['leaves an empty target group unattached', empty(WEST), ['yes', 'yes']],
  ])('%s', (_name, plan, survives, reason) => {
    expect(answers(plan)).toEqual(survives);
    if (reason) expect(reasons(judged(plan, `region:${EAST}`))).toMatch(reason);
  });

  it.each([
    ['front', 'enabled'],
    ['front-443', 'portRanges'],
    [`https-${WEST}`, 'port'],
  ])('may never do so where %s cannot be read: %s', (name, argument) => {
    const plan = change(accelerator, name, argument, id);
    expect(answers(plan)).toEqual(['undecided', 'undecided']);
    expect(reasons(judged(plan, `region:${EAST}`))).toMatch(new RegExp(`${name} ${argument} cannot be read`));
  });

  it('is in another region than the provider, where its group names none', () => {
    const plan = REGIONS.reduce<Plan>(
      (all, region) => change(all, `group-443-${region}`, 'endpointGroupRegion', undefined),
      accelerator,
    );
    const { losses } = verdict(new ResourceGraph(graphFrom(plan).all, { 'aws:region': EAST }));
    const loss = losses.find((one) => one.loss === `region:${EAST}`);
    expect(loss?.survives).toBe('no');
    expect(loss && reasons(loss)).toMatch(/is us-east-1 by default, as its provider, and lb-us-west-2 is in us-west-2/);
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
      ['front /files/*', REGIONS.map((region) => [region, 'instances', 2])],
    ]);
    expect(answers(both)).toEqual(['yes', 'yes']);
  });

  it('are paired by the host that they share, whatever names a region has of its own', () => {
    const hosts = (path: string) =>
      REGIONS.flatMap((region) =>
        rule(region, 'files', [
          { hostHeader: { values: ['files.acme.test', `files.${region}.acme.test`] } },
          { pathPattern: { values: [path.replace('*', region === EAST ? '*' : '')] } },
        ]),
      );
    const plan = [...accelerator, ...hosts('/v1')];
    expect(model(plan).services.map(({ name, pools }) => [name, pools.length])).toEqual([
      ['front', 2],
      ['front files.acme.test /v1', 2],
    ]);
    expect(answers(plan)).toEqual(['yes', 'yes']);
    expect(answers([...accelerator, ...hosts('/v1/*')])).toEqual(['no', 'no']);
  });

  it('are not served in a region that has no such rule', () => {
    const plan = [...accelerator, ...rule(EAST, 'files', paths)];
    expect(model(plan).services[1]?.pools.map(({ region }) => region)).toEqual([EAST]);
    expect(answers(plan)).toEqual(['no', 'yes']);
    expect(reasons(judged(plan, `region:${EAST}`))).toMatch(/front \/files\/\* has no pool outside us-east-1/);
  });

  it('are paired by their order where only an apply tells their conditions', () => {
    const unknown = [{ pathPattern: { values: [id] } }];
    const plan = [...accelerator, ...REGIONS.flatMap((region) => rule(region, 'files', unknown))];
    expect(model(plan).services.map(({ pools }) => pools.length)).toEqual([2, 2]);
    expect(answers(plan)).toEqual(['yes', 'yes']);
  });

  it('are served by what knows no rules', () => {
    const plan = change([...accelerator, ...rule(EAST, 'files', paths)], `lb-${WEST}`, 'loadBalancerType', 'network');
    expect(model(plan).services.map(({ name, pools }) => [name, pools.length])).toEqual([
      ['front', 2],
      ['front /files/*', 2],
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
