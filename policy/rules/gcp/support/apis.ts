/** The API behind each module of the SDK that a topology is made of; what else a program uses may be on already. */
const MODULES: Readonly<Record<string, string>> = {
  artifactregistry: 'artifactregistry',
  certificatemanager: 'certificatemanager',
  cloudrunv2: 'run',
  compute: 'compute',
  iam: 'iam',
  logging: 'logging',
  monitoring: 'monitoring',
  networkservices: 'networkservices',
  secretmanager: 'secretmanager',
  serviceaccount: 'iam',
  servicenetworking: 'servicenetworking',
  sql: 'sqladmin',
  storage: 'storage',
};

/** Where a type is kept by another API than its module. */
const TYPES: Readonly<Record<string, string>> = { 'gcp:storage/transferJob:TransferJob': 'storagetransfer' };

/** Host name of the API that resources of a type are made by; undefined where a topology has none of them. */
export function apiOf(type: string): string | undefined {
  const [, module = ''] = /^gcp:(\w+)\//.exec(type) ?? [];
  const api = TYPES[type] ?? MODULES[module];
  return api === undefined ? undefined : `${api}.googleapis.com`;
}
