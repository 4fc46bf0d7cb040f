/** The policy of a role that a service of AWS may take, such as `ecs-tasks`. */
export const trusts = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
  });
