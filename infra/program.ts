import * as pulumi from '@pulumi/pulumi';
import { stackNamed, stackNames } from '../stacks/stacks.ts';
import { ConfigError } from '../topology/shape/problems.ts';

// The Pulumi program: configuration in, topology checked, the stack's composition built, outputs out.

/** Builds the stack that the engine asks for, and returns its outputs. */
export default async function program(): Promise<Readonly<Record<string, unknown>>> {
  const stack = pulumi.getStack();
  const found = stackNamed(stack);
  if (!found)
    throw new pulumi.RunError(
      `There is no composition for stack '${stack}'. The stacks are ${stackNames.join(', ')}; add one in stacks/ and name it in stacks/stacks.ts.`,
    );
  try {
    // The whole configuration is read and checked before the first resource.
    return await found.build(pulumi.runtime.allConfig(), { stack });
  } catch (error) {
    // A person's mistake: the message says it all, a stack trace would only hide it.
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
