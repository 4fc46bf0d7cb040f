/** A deployment runs the new tasks beside the old ones. */
const DURING_DEPLOYMENT = 2;

/** Fargate vCPUs that a region has to be granted so that it can grow to its maximum, during a deployment too. */
export const vcpuQuota = (maxTasks: number, cpu: number): number => Math.ceil(DURING_DEPLOYMENT * maxTasks * cpu);
