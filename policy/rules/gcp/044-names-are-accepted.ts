import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import {
  AUTOSCALER,
  BACKEND_SERVICE,
  BUCKET,
  FORWARDING_RULE,
  GLOBAL_ADDRESS,
  HEALTH_CHECK,
  HTTP_PROXY,
  HTTPS_PROXY,
  REGION_AUTOSCALER,
  REGION_MANAGER,
  RUN_SERVICE,
  SECRET,
  SERVERLESS_NEG,
  URL_MAP,
  ZONAL_MANAGER,
} from '../../../topology/recognise/gcp/types.ts';
import { breach, resourceRule, unknownArgument } from '../../frame/rule.ts';

const SOURCE = 'https://docs.cloud.google.com/compute/docs/naming-resources';

/** A name, what it may look like, and how to say that. */
interface Naming {
  readonly argument: string;
  readonly shape: RegExp;
  readonly says: string;
}

const COMPUTE: Naming = {
  argument: 'name',
  shape: /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  says: 'at most 63 lower case letters, digits and hyphens, from a letter to a letter or digit',
};
const NAMINGS: Readonly<Record<string, Naming>> = {
  ...Object.fromEntries(
    [
      BACKEND_SERVICE,
      URL_MAP,
      HTTPS_PROXY,
      HTTP_PROXY,
      FORWARDING_RULE,
      GLOBAL_ADDRESS,
      HEALTH_CHECK,
      SERVERLESS_NEG,
      ZONAL_MANAGER,
      REGION_MANAGER,
      AUTOSCALER,
      REGION_AUTOSCALER,
      'gcp:compute/network:Network',
      'gcp:compute/subnetwork:Subnetwork',
      'gcp:compute/firewall:Firewall',
      'gcp:compute/router:Router',
      'gcp:compute/routerNat:RouterNat',
      'gcp:compute/securityPolicy:SecurityPolicy',
      'gcp:compute/sSLPolicy:SSLPolicy',
      'gcp:compute/instanceTemplate:InstanceTemplate',
    ].map((type) => [type, COMPUTE]),
  ),
  [RUN_SERVICE]: {
    argument: 'name',
    shape: /^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/,
    says: 'at most 49 lower case letters, digits and hyphens, from a letter to a letter or digit',
  },
  [BUCKET]: {
    argument: 'name',
    shape: /^(?!goog)(?!.*google)[a-z0-9][-_.a-z0-9]{1,220}[a-z0-9]$/,
    says: '3 to 63 lower case letters, digits, hyphens, underscores and dots (more with dots), without "google"',
  },
  [SECRET]: {
    argument: 'secretId',
    shape: /^[-_a-zA-Z0-9]{1,255}$/,
    says: 'at most 255 letters, digits, hyphens and underscores',
  },
};

export const namesAreAccepted = resourceRule({
  id: 'tandem-gcp-044-names-are-accepted',
  title: 'Names are ones that the API accepts',
  what: 'Physical names keep to the length and the characters of their service.',
  why: 'The preview does not check most of them, so the apply fails half way.',
  source: SOURCE,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Shorten the name, or leave it out and let the engine choose one.',
  example: "name: 'api-us-central1'",
  types: Object.keys(NAMINGS),
  judge: (resource) => {
    const naming = NAMINGS[resource.type];
    const name = naming ? valueAt(resource.inputs, naming.argument) : undefined;
    if (!naming || name === undefined || name === null) return [];
    const fix = `use ${naming.says}`;
    if (isUnknown(name)) return [unknownArgument(resource, naming.argument, fix)];
    const text = String(name);
    const parts = resource.type === BUCKET ? text.split('.') : [text];
    if (naming.shape.test(text) && parts.every((part) => part.length <= 63)) return [];
    return [
      breach(resource, naming.argument, `is "${text}" (${text.length} characters); allowed are ${naming.says}`, fix),
    ];
  },
});
