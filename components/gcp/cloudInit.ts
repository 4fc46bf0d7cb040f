// What a container-optimised machine is told at boot: pull one image and keep it running. Source:
// https://docs.cloud.google.com/container-optimized-os/docs/how-to/create-configure-instance

/** A container and what it is given. */
export interface Container {
  readonly image: string;
  readonly port: number;
  /** Plain variables by name. */
  readonly env: Readonly<Record<string, string>>;
  /** Secrets by variable name. Only where they are kept; the values are read at boot, with the machine's own identity. */
  readonly secretEnv: Readonly<Record<string, { readonly id: string; readonly version: string }>>;
}

const SECRETS_URL = 'https://secretmanager.googleapis.com/v1';
const TOKEN_URL = 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token';

/** The machine's `user-data`. Sorted, so that a caller's order of keys never shows up as a change. */
export function cloudInit({ image, port, env, secretEnv }: Container): string {
  const registry = image.split('/')[0] ?? '';
  const plain = byName({ ...env, PORT: String(port) }).map(([name, value]) => `${name}=${value.replaceAll('\n', ' ')}`);
  return [
    '#cloud-config',
    'write_files:',
    ...file('/etc/service/plain.env', '0644', plain),
    ...file('/etc/service/secrets.sh', '0755', secretsScript(secretEnv)),
    ...file('/etc/systemd/system/service.service', '0644', unit(image, port, registry)),
    'runcmd:',
    '  - systemctl daemon-reload',
    '  - systemctl start service.service',
    '',
  ].join('\n');
}

const unit = (image: string, port: number, registry: string): string[] => [
  '[Unit]',
  'Description=The service in its container',
  'Requires=docker.service network-online.target',
  'After=docker.service network-online.target',
  '[Service]',
  // The only place that is writable and may hold the registry's login.
  'Environment=HOME=/var/lib/service',
  'ExecStartPre=/bin/mkdir -p /var/lib/service',
  `ExecStartPre=/usr/bin/docker-credential-gcr configure-docker --registries ${registry}`,
  'ExecStartPre=/bin/sh /etc/service/secrets.sh',
  'ExecStartPre=-/usr/bin/docker rm --force service',
  // A published port also opens the machine's own firewall.
  `ExecStart=/usr/bin/docker run --name service --publish ${port}:${port} --env-file /etc/service/plain.env --env-file /run/service-secrets.env ${image}`,
  'ExecStop=/usr/bin/docker stop --time 30 service',
  'Restart=always',
  'RestartSec=2',
];

/** Reads each secret into a file in memory that only root can open. A secret of several lines cannot be a variable. */
function secretsScript(secretEnv: Container['secretEnv']): string[] {
  const reads = byName(secretEnv).map(
    ([name, { id, version }]) => `read_secret ${name} ${id}/versions/${version} >> /run/service-secrets.env`,
  );
  return [
    'set -eu',
    'umask 077',
    // What curl says goes into a variable first: in a pipe its failure would be lost.
    `answer=$(curl --fail --silent --show-error --header 'Metadata-Flavor: Google' ${TOKEN_URL})`,
    `token=$(printf %s "$answer" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    'read_secret() {',
    `  answer=$(curl --fail --silent --show-error --retry 5 --header "Authorization: Bearer $token" "${SECRETS_URL}/$2:access")`,
    '  printf "%s=" "$1"',
    `  printf %s "$answer" | tr -d '\\n ' | sed 's/.*"data":"\\([^"]*\\)".*/\\1/' | base64 -d`,
    '  printf "\\n"',
    '}',
    ': > /run/service-secrets.env',
    ...reads,
  ];
}

/** One entry of `write_files`. */
const file = (path: string, permissions: string, lines: readonly string[]): string[] => [
  `  - path: ${path}`,
  `    permissions: '${permissions}'`,
  '    owner: root',
  '    content: |',
  ...lines.map((line) => `      ${line}`),
];

const byName = <T>(values: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
