import type { ecs } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

// What both clouds together change about each. The components of one cloud know nothing of another: these change single
// arguments on the way to the engine and leave everything else as it was.

/** The variable in which a service reads where to write. */
const WRITE_HOST = 'DATABASE_WRITE_HOST';

/** What a database on Google needs so that its changes can be read out of its logs. Switching it on restarts it. */
const LOGICAL_DECODING = { name: 'cloudsql.logical_decoding', value: 'on' };

/** Both databases on Google can be followed, so that a swap of their roles changes no setting. */
export const followable: pulumi.ResourceTransform = ({ type, props, opts }) => {
  if (type !== 'gcp:sql/databaseInstance:DatabaseInstance') return undefined;
  const { settings } = props as { settings: { databaseFlags?: object[] } };
  const databaseFlags = [...(settings.databaseFlags ?? []), LOGICAL_DECODING];
  return { props: { ...(props as object), settings: { ...settings, databaseFlags } }, opts };
};

interface Variable {
  name: pulumi.Input<string>;
  value?: pulumi.Input<string>;
}

const redirected = <T extends Variable>(variables: readonly T[] | undefined, host: pulumi.Input<string>): T[] =>
  (variables ?? []).map((variable) => (variable.name === WRITE_HOST ? { ...variable, value: host } : variable));

/** Tasks on AWS write to `host`. */
export const awsWritesTo =
  (host: pulumi.Input<string>): pulumi.ResourceTransform =>
  ({ type, props, opts }) => {
    if (type !== 'aws:ecs/taskDefinition:TaskDefinition') return undefined;
    const given = props as Pick<ecs.TaskDefinitionArgs, 'containerDefinitions'>;
    const containerDefinitions = pulumi.all([given.containerDefinitions, host]).apply(([text, writer]) => {
      const containers = JSON.parse(text) as { environment?: Variable[] }[];
      return JSON.stringify(
        containers.map((container) => ({ ...container, environment: redirected(container.environment, writer) })),
      );
    });
    return { props: { ...(props as object), containerDefinitions }, opts };
  };

/** Instances of Cloud Run write to `host`. */
export const googleWritesTo =
  (host: pulumi.Input<string>): pulumi.ResourceTransform =>
  ({ type, props, opts }) => {
    if (type !== 'gcp:cloudrunv2/service:Service') return undefined;
    const { template } = props as { template: { containers: { envs?: Variable[] }[] } };
    const containers = template.containers.map((container) => ({
      ...container,
      envs: redirected(container.envs, host),
    }));
    return { props: { ...(props as object), template: { ...template, containers } }, opts };
  };
