import type { ResourceTransform } from '@pulumi/pulumi';

/** What a database on Google needs so that its changes can be read out of its logs. Switching it on restarts it. */
const LOGICAL_DECODING = { name: 'cloudsql.logical_decoding', value: 'on' };

/**
 * Both databases on Google can be followed, so that a swap of their roles changes no setting. The components of one cloud
 * know nothing of another: this changes the one argument on the way to the engine and leaves everything else as it was.
 */
export const followable: ResourceTransform = ({ type, props, opts }) => {
  if (type !== 'gcp:sql/databaseInstance:DatabaseInstance') return undefined;
  const { settings } = props as { settings: { databaseFlags?: object[] } };
  const databaseFlags = [...(settings.databaseFlags ?? []), LOGICAL_DECODING];
  return { props: { ...(props as object), settings: { ...settings, databaseFlags } }, opts };
};
