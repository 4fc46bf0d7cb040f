import type { Description } from '../kit/description.ts';
import { acm } from './acm.ts';
import { autoscaling } from './autoscaling.ts';
import { datasync } from './datasync.ts';
import { dms } from './dms.ts';
import { dynamodb } from './dynamodb.ts';
import { access } from './ec2/access.ts';
import { ec2Instances } from './ec2/instance.ts';
import { peerings } from './ec2/peering.ts';
import { vpcs } from './ec2/vpc.ts';
import { vpns } from './ec2/vpn.ts';
import { ecr } from './ecr.ts';
import { ecs } from './ecs.ts';
import { elasticache } from './elasticache.ts';
import { globalAccelerator } from './globalAccelerator.ts';
import { identity } from './identity.ts';
import { keys } from './keys.ts';
import { listeners } from './lb/listener.ts';
import { loadBalancers } from './lb/loadBalancer.ts';
import { clusters } from './rds/clusters.ts';
import { databaseInstances } from './rds/instances.ts';
import { route53 } from './route53.ts';
import { s3 } from './s3.ts';
import { signals } from './signals.ts';
import { wafv2 } from './wafv2.ts';

/** Every type of AWS that the offline cloud knows. */
export const descriptions: Description[] = [
  ...acm,
  ...autoscaling,
  ...datasync,
  ...dms,
  ...dynamodb,
  ...access,
  ...ec2Instances,
  ...peerings,
  ...vpcs,
  ...vpns,
  ...ecr,
  ...ecs,
  ...elasticache,
  ...globalAccelerator,
  ...identity,
  ...keys,
  ...listeners,
  ...loadBalancers,
  ...clusters,
  ...databaseInstances,
  ...route53,
  ...s3,
  ...signals,
  ...wafv2,
];
