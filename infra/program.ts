import * as pulumi from '@pulumi/pulumi';
import type { StackOutputs } from '../stacks/compose.ts';
import { dev } from '../stacks/dev.ts';
import { local } from '../stacks/local.ts';
import { production } from '../stacks/production.ts';
import { staging } from '../stacks/staging.ts';
import { ConfigError, readTopology } from '../topology/shape/readTopology.ts';
import type { Topology } from '../topology/shape/topology.ts';

// The Pulumi program: configuration in, topology checked, the stack's composition built, outputs out.

const compositions = { local, dev, staging, production };

/** Reads and checks the whole configuration before the first resource. */
function topologyOf(stack: string): Topology {
  try {
    return readTopology(pulumi.runtime.allConfig(), { stack });
  } catch (error) {
    // A person's mistake: the message says it all, a stack trace would only hide it.
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function compositionOf(stack: string) {
  const found = Object.entries(compositions).find(([name]) => name === stack)?.[1];
  if (found) return found;
  throw new pulumi.RunError(
    `There is no composition for stack '${stack}'. The stacks are ${Object.keys(compositions).join(', ')}; add one in stacks/ and name it in infra/program.ts.`,
  );
}

/** Builds the stack that the engine asks for, and returns its outputs. */
export default function program(): StackOutputs {
  const stack = pulumi.getStack();
  const compose = compositionOf(stack);
  return compose(topologyOf(stack));
}
