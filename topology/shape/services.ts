import { instancesShape, sizesOf } from './capacity.ts';
import type { Config } from './schema.ts';
import type { NamedServiceShape, Topology } from './topology.ts';

// Several services behind one entry. Each is looked at as the only service of a topology that shares the rest.

/** The configuration as one of the further services sees it. */
export function configOfService(config: Config, name: string): Config {
  const found = config.services[name];
  if (!found) throw new Error(`There is no service ${name}.`);
  const { hosts: _, paths: __, load, scaling, capacity, instances, objectives, ...service } = found;
  return {
    ...config,
    name: nameOfService(config, name),
    service,
    services: {},
    load: { ...load, failoverClientShare: load.failoverClientShare ?? config.load.failoverClientShare },
    scaling,
    capacity: { ...config.capacity, ...given(capacity) },
    // A machine or a target that suits one service says nothing about another.
    instances: { ...config.instances, machineType: instances.machineType, targetRps: instances.targetRps },
    objectives: { ...config.objectives, ...given(objectives) },
  };
}

/** What begins the names of a service's resources. */
export const nameOfService = ({ name }: Pick<Topology, 'name'>, service: string): string => `${name}-${service}`;

/** The further services with every default filled in. */
export const servicesShape = (config: Config): Topology['services'] =>
  Object.fromEntries(
    Object.entries(config.services).map(([name, declared]): [string, NamedServiceShape] => {
      const own = configOfService(config, name);
      const { min, max, strategy } = sizesOf(own);
      const { machineType, targetRps } = instancesShape(own);
      return [
        name,
        {
          ...own.service,
          hosts: declared.hosts.length > 0 ? declared.hosts : [config.domain],
          paths: declared.paths,
          load: own.load,
          scaling: { minInstances: min, maxInstances: max },
          capacity: { strategy },
          ...(config.compute === 'instances' ? { instances: { machineType, targetRps } } : {}),
          objectives: given(declared.objectives),
        },
      ];
    }),
  );

/** The topology as one of its further services sees it. */
export function topologyOfService(topology: Topology, name: string): Topology {
  const found = topology.services[name];
  if (!found) throw new Error(`There is no service ${name}.`);
  const { hosts: _, paths: __, load, scaling, capacity, instances, objectives, ...service } = found;
  return {
    ...topology,
    ...scaling,
    name: nameOfService(topology, name),
    service,
    services: {},
    load,
    capacity: { ...topology.capacity, ...capacity },
    ...(topology.instances && instances ? { instances: { ...topology.instances, ...instances } } : {}),
    objectives: { ...topology.objectives, ...objectives },
  };
}

/** Every service of a topology as a topology of its own; `service` itself first, under the topology's own name. */
export const everyService = (topology: Topology): readonly Topology[] => [
  { ...topology, services: {} },
  ...Object.keys(topology.services).map((name) => topologyOfService(topology, name)),
];

/** Requests per second of the whole at peak, over all services. */
export const peakOfWhole = (topology: Topology): number =>
  everyService(topology).reduce((sum, { load }) => sum + load.peakRps, 0);

/** Without the keys that were not given. */
const given = <Part extends object>(part: Part): { [Key in keyof Part]?: Exclude<Part[Key], undefined> } =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Part]?: Exclude<Part[Key], undefined>;
  };
