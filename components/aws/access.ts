import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsRegionArgs } from './regionArgs.ts';

/** The load balancer takes connections from everywhere, the tasks from the load balancer alone. */
export function access(
  name: string,
  { region, vpcId }: AwsRegionArgs,
  port: pulumi.Input<number>,
  child: pulumi.CustomResourceOptions,
): { readonly balancer: aws.ec2.SecurityGroup; readonly tasks: aws.ec2.SecurityGroup } {
  const group = (key: string, description: string) =>
    new aws.ec2.SecurityGroup(`${name}-${key}-access`, { region, vpcId, description }, child);
  const balancer = group('balancer', 'Requests of clients');
  const tasks = group('tasks', 'Requests from the load balancer');
  for (const open of [443, 80])
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-clients-${open}`,
      {
        region,
        securityGroupId: balancer.id,
        cidrIpv4: '0.0.0.0/0',
        ipProtocol: 'tcp',
        fromPort: open,
        toPort: open,
      },
      child,
    );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-to-tasks`,
    {
      region,
      securityGroupId: balancer.id,
      referencedSecurityGroupId: tasks.id,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    },
    child,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-from-balancer`,
    {
      region,
      securityGroupId: tasks.id,
      referencedSecurityGroupId: balancer.id,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    },
    child,
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-tasks-out`,
    { region, securityGroupId: tasks.id, cidrIpv4: '0.0.0.0/0', ipProtocol: '-1' },
    child,
  );
  return { balancer, tasks };
}
