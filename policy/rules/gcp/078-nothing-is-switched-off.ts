import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isUnknown, valueAt } from '../../../topology/graph/value.ts';
import { BUCKET, RUN_SERVICE } from '../../../topology/recognise/gcp/types.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { accountOf } from './support/identity.ts';

const ACCOUNT = 'gcp:serviceaccount/account:Account';

/** A switch that takes a part out of service. */
interface Switch {
  readonly argument: string;
  /** The values that leave the part in service; left out is one of them. */
  readonly on: readonly unknown[];
  readonly otherwise: string;
}

const off = (argument: string, otherwise: string): Switch => ({ argument, on: [false], otherwise });

/** By resource type. A rule that knows more about a switch judges it itself. */
const SWITCHES: Readonly<Record<string, readonly Switch[]>> = {
  [RUN_SERVICE]: [
    off('template.healthCheckDisabled', 'so a revision that never starts gets the requests all the same'),
  ],
  [BUCKET]: [off('requesterPays', 'so every reader that names no project to pay is refused')],
  'gcp:logging/metric:Metric': [off('disabled', 'so whoever watches it sees nothing')],
  'gcp:iam/workloadIdentityPool:WorkloadIdentityPool': [off('disabled', 'so nobody gets in by it')],
  'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider': [off('disabled', 'so nobody gets in by it')],
  'gcp:compute/routerPeer:RouterPeer': [
    { argument: 'enable', on: [true], otherwise: 'so the tunnel carries no routes and stands by for nothing' },
  ],
  'gcp:storage/hmacKey:HmacKey': [
    { argument: 'state', on: ['ACTIVE'], otherwise: 'so whoever uses the key is refused' },
  ],
  'gcp:storage/transferJob:TransferJob': [
    { argument: 'status', on: ['ENABLED'], otherwise: 'so nothing is copied any more' },
  ],
};
const DISABLED = off('disabled', 'so the service that runs as it does not start, and gets no token');

export const nothingIsSwitchedOff = graphRule({
  id: 'tandem-gcp-078-nothing-is-switched-off',
  title: 'What a topology needs is not switched off',
  what: 'Accounts of services, metrics of alerts, BGP sessions, copies and ways in are switched on, and buckets and health checks work for everybody.',
  why: 'The part is there and looks complete, and does nothing; somebody notices in the failover.',
  source: 'https://docs.cloud.google.com/iam/docs/service-accounts-disable-enable',
  severity: 'high',
  level: 'mandatory',
  remediation: 'Remove the argument that switches the part off, or remove the part.',
  example: "new Account(name, { accountId: 'api-us-east4' }) // no disabled",
  types: [...Object.keys(SWITCHES), ACCOUNT],
  judge: (graph) => [
    ...graph
      .ofType(...Object.keys(SWITCHES))
      .flatMap((resource) => (SWITCHES[resource.type] ?? []).flatMap((one) => judge(resource, one))),
    ...usedAccounts(graph).flatMap((account) => judge(account, DISABLED)),
  ],
});

function judge(resource: Resource, { argument, on, otherwise }: Switch): readonly Finding[] {
  const value = valueAt(resource.inputs, argument);
  const fix = `remove ${argument}, or set it to ${String(on[0])}`;
  if (isUnknown(value)) return [unknownArgument(resource, argument, fix)];
  if (value === undefined || value === null || value === '' || on.includes(value)) return [];
  return [breach(resource, argument, `is ${String(value)}, ${otherwise}; allowed is ${String(on[0])}`, fix)];
}

const usedAccounts = (graph: ResourceGraph): readonly Resource[] => [
  ...new Set(graph.ofType(RUN_SERVICE).flatMap((run) => accountOf(graph, run) ?? [])),
];
