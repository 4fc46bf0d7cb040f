import type { Description } from '../../kit/description.ts';
import { hex } from '../../kit/random.ts';
import { conflicts } from '../../kit/rules.ts';
import { overlaps } from '../../kit/cidr.ts';
import { textOf } from '../../kit/values.ts';
import { ACCOUNT } from '../common.ts';
import { VPC } from '../types.ts';

const PEERING = 'aws:ec2/vpcPeeringConnection:VpcPeeringConnection';

const peering: Description = {
  type: PEERING,
  check: [conflicts('peerRegion', 'autoAccept')],
  apply: [
    (inputs, { cloud }) => {
      const [own, peer] = ['vpcId', 'peerVpcId'].map((name) => cloud.named(inputs[name], VPC)?.state['cidrBlock']);
      const [one, other] = [textOf(own), textOf(peer)];
      return one !== undefined && other !== undefined && overlaps(one, other)
        ? [{ path: 'peerVpcId', reason: `${other} overlaps ${one}: such networks cannot be joined` }]
        : [];
    },
  ],
  computed: ['peerOwnerId', 'peerRegion', 'accepter', 'requester'],
  replaces: ['vpcId', 'peerVpcId', 'peerOwnerId', 'peerRegion'],
  references: { vpcId: [VPC], peerVpcId: [VPC] },
  holds: ['vpcId', 'peerVpcId'],
  id: () => `pcx-${hex(17)}`,
  outputs: () => ({ acceptStatus: 'pending-acceptance', peerOwnerId: ACCOUNT }),
};

const accepter: Description = {
  type: 'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter',
  computed: ['accepter', 'requester'],
  replaces: ['vpcPeeringConnectionId'],
  references: { vpcPeeringConnectionId: [PEERING] },
  // It stands for the other side of a connection: deleting it deletes nothing.
  onlyInState: true,
  id: ({ inputs }) => textOf(inputs['vpcPeeringConnectionId']) ?? '',
  outputs: ({ inputs }) => ({
    acceptStatus: inputs['autoAccept'] === true ? 'active' : 'pending-acceptance',
    peerOwnerId: ACCOUNT,
    peerRegion: '',
    peerVpcId: '',
    vpcId: '',
  }),
};

/** Connections between virtual networks, and the side that accepts them. */
export const peerings = [peering, accepter];
