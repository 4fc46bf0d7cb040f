import type { DataSource } from '../kit/package.ts';
import { textOf, type Values } from '../kit/values.ts';
import { Refusal } from '../kit/refusal.ts';
import { PROJECT_NUMBER } from './common.ts';
import {
  ADDRESS,
  GLOBAL_ADDRESS,
  NETWORK,
  REGION_NEG,
  RUN_SERVICE,
  SERVICE_ACCOUNT,
  SUBNETWORK,
  ZONAL_NEG,
} from './types.ts';

/** The letters of the zones in the regions that do not start at `a`; all others have a, b and c. */
const ZONE_LETTERS: { [region: string]: string[] } = {
  'us-central1': ['a', 'b', 'c', 'f'],
  'us-east1': ['b', 'c', 'd'],
  'europe-west1': ['b', 'c', 'd'],
};

const getZones: DataSource = (args, settings) => {
  const region = textOf(args['region']) ?? textOf(settings['region']);
  if (region === undefined) throw new Refusal('getZones: region is missing: give it or set gcp:region');
  const names = (ZONE_LETTERS[region] ?? ['a', 'b', 'c']).map((letter) => `${region}-${letter}`);
  return {
    id: `projects/${projectOf(args, settings)}/regions/${region}`,
    names,
    project: projectOf(args, settings),
    region,
  };
};

const getProject: DataSource = (args, settings) => {
  const projectId = textOf(args['projectId']) ?? projectOf(args, settings);
  return {
    id: `projects/${projectId}`,
    projectId,
    name: projectId,
    number: PROJECT_NUMBER,
    labels: {},
    orgId: '',
    folderId: '',
    billingAccount: '',
  };
};

const getClientConfig: DataSource = (args, settings) => ({
  id: 'client-config',
  project: projectOf(args, settings),
  region: settings['region'] ?? '',
  zone: settings['zone'] ?? '',
  accessToken: '',
  defaultLabels: settings['defaultLabels'] ?? {},
});

/** A data source that answers with what an existing resource has; `place` tells those of one name apart. */
function lookUp(type: string, place?: string): DataSource {
  return (args, _settings, cloud) => {
    const wanted = args['selfLink'] ?? args['name'] ?? args['accountId'];
    const found = cloud
      .everyNamed(wanted, type)
      .find(({ state }) => place === undefined || args[place] === undefined || args[place] === state[place]);
    if (!found) throw new Refusal(`${String(wanted)} does not exist (looked for ${type})`);
    return { ...found.state, id: found.id };
  };
}

/**
 * A zonal endpoint group. Those of clusters are made by the clusters, of which this cloud has none: a name that nobody gave
 * here is taken for one of theirs, and answered as theirs would be. A name that is known in other zones only is a mistake.
 */
const getNetworkEndpointGroup: DataSource = (args, settings, cloud) => {
  const { name, zone } = args;
  const owned = name === undefined || zone === undefined || cloud.everyNamed(name, ZONAL_NEG).length > 0;
  if (owned) return lookUp(ZONAL_NEG, 'zone')(args, settings, cloud);
  const id = `projects/${projectOf(args, settings)}/zones/${String(zone)}/networkEndpointGroups/${String(name)}`;
  return {
    id,
    name,
    zone,
    project: projectOf(args, settings),
    selfLink: `https://www.googleapis.com/compute/v1/${id}`,
    networkEndpointType: 'GCE_VM_IP_PORT',
    size: 0,
  };
};

/** The account that Google's transfer service acts as in a project. */
const getTransferProjectServiceAccount: DataSource = (args, settings) => {
  const email = `project-${PROJECT_NUMBER}@storage-transfer-service.iam.gserviceaccount.com`;
  return {
    id: email,
    email,
    member: `serviceAccount:${email}`,
    project: projectOf(args, settings),
    subjectId: `1${PROJECT_NUMBER}00000000`,
  };
};

function projectOf(args: Values, settings: Values): string {
  const project = textOf(args['project']) ?? textOf(settings['project']);
  if (project === undefined)
    throw new Refusal('project: required field is not set: set it with `pulumi config set gcp:project`');
  return project;
}

/** Data sources by token. */
export const functions: ReadonlyMap<string, DataSource> = new Map([
  ['gcp:compute/getZones:getZones', getZones],
  ['gcp:organizations/getProject:getProject', getProject],
  ['gcp:organizations/getClientConfig:getClientConfig', getClientConfig],
  ['gcp:compute/getNetwork:getNetwork', lookUp(NETWORK)],
  ['gcp:compute/getSubnetwork:getSubnetwork', lookUp(SUBNETWORK, 'region')],
  ['gcp:compute/getGlobalAddress:getGlobalAddress', lookUp(GLOBAL_ADDRESS)],
  ['gcp:compute/getAddress:getAddress', lookUp(ADDRESS, 'region')],
  ['gcp:compute/getNetworkEndpointGroup:getNetworkEndpointGroup', getNetworkEndpointGroup],
  ['gcp:compute/getRegionNetworkEndpointGroup:getRegionNetworkEndpointGroup', lookUp(REGION_NEG, 'region')],
  ['gcp:cloudrunv2/getService:getService', lookUp(RUN_SERVICE, 'location')],
  ['gcp:serviceaccount/getAccount:getAccount', lookUp(SERVICE_ACCOUNT)],
  ['gcp:storage/getTransferProjectServiceAccount:getTransferProjectServiceAccount', getTransferProjectServiceAccount],
]);
