import type { Description } from '../kit/description.ts';
import { atMostOne, each, length, matches, range, rejects } from '../kit/rules.ts';
import { hex } from '../kit/random.ts';
import { textOf } from '../kit/values.ts';
import { byMeaning, globalArn, isArn, isJson, named, nameOf } from './common.ts';

const ROLE = 'aws:iam/role:Role';
const POLICY = 'aws:iam/policy:Policy';

const role: Description = {
  type: ROLE,
  autoname: { ...named, maximum: 64 },
  defaults: { maxSessionDuration: 3600, path: '/' },
  check: [
    atMostOne('name', 'namePrefix'),
    length('name', 0, 64),
    matches('name', /^[\w+=,.@-]*$/, 'letters, digits and +=,.@-_'),
    length('path', 0, 512),
    range('maxSessionDuration', 3600, 43200),
    length('description', 0, 1000),
    isArn('permissionsBoundary'),
    isJson('assumeRolePolicy'),
  ],
  computed: ['inlinePolicies', 'managedPolicyArns', 'name', 'namePrefix'],
  replaces: ['name', 'namePrefix', 'path'],
  normal: { assumeRolePolicy: byMeaning },
  id: (situation) => nameOf(situation),
  outputs: ({ inputs }, id) => ({
    arn: globalArn('iam', `role${textOf(inputs['path']) ?? '/'}${id}`),
    uniqueId: `AROA${hex(17).toUpperCase()}`,
    createDate: new Date().toISOString(),
    managedPolicyArns: [],
  }),
};

const policy: Description = {
  type: POLICY,
  autoname: { ...named, maximum: 128 },
  defaults: { path: '/' },
  check: [atMostOne('name', 'namePrefix'), length('name', 0, 128), isJson('policy')],
  replaces: ['name', 'namePrefix', 'path', 'description'],
  normal: { policy: byMeaning },
  id: (situation) => globalArn('iam', `policy${textOf(situation.inputs['path']) ?? '/'}${nameOf(situation)}`),
  outputs: (_situation, id) => ({ arn: id, policyId: `ANPA${hex(17).toUpperCase()}`, attachmentCount: 0 }),
};

const rolePolicy: Description = {
  type: 'aws:iam/rolePolicy:RolePolicy',
  autoname: { ...named, maximum: 128 },
  check: [
    length('role', 1, 128),
    rejects('role', /^arn:/, 'expected the name of a role, not its ARN'),
    length('name', 0, 128),
    isJson('policy'),
  ],
  computed: ['name', 'namePrefix'],
  replaces: ['name', 'namePrefix', 'role'],
  normal: { policy: byMeaning },
  references: { role: [ROLE] },
  holds: ['role'],
  id: (situation) => `${textOf(situation.inputs['role'])}:${nameOf(situation)}`,
};

const rolePolicyAttachment: Description = {
  type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  idempotent: true,
  check: [
    isArn('policyArn'),
    each('role', (value) =>
      String(value).startsWith('arn:') ? 'expected the name of a role, not its ARN' : undefined,
    ),
  ],
  replaces: ['*'],
  references: { role: [ROLE] },
  holds: ['role'],
  id: ({ inputs }) => `${textOf(inputs['role'])}/${textOf(inputs['policyArn'])}`,
};

const oidcProvider: Description = {
  type: 'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
  check: [
    length('clientIdLists[]', 1, 255),
    length('thumbprintLists[]', 40, 40),
    matches('url', /^(https:\/\/)?[^/:]+(\/.*)?$/, 'a URL with https'),
  ],
  computed: ['thumbprintLists'],
  replaces: ['url'],
  normal: { url: (value) => String(value).replace(/^https:\/\//, '') },
  unordered: ['clientIdLists'],
  id: ({ inputs }) => globalArn('iam', `oidc-provider/${textOf(inputs['url'])?.replace(/^https:\/\//, '')}`),
  outputs: (_situation, id) => ({ arn: id }),
};

/** Roles, policies and identities from elsewhere. */
export const identity = [role, policy, rolePolicy, rolePolicyAttachment, oidcProvider];
