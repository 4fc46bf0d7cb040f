import type { Resource } from '../../../../topology/graph/graph.ts';
import { textAt } from '../../../../topology/graph/value.ts';

/** False for subnets of proxies and of published services: nothing in them calls anybody. */
export const holdsClients = ({ inputs }: Resource): boolean =>
  ['PRIVATE', undefined].includes(textAt(inputs, 'purpose'));
