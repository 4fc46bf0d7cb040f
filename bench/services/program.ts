import * as pulumi from '@pulumi/pulumi';
import { compose } from '../../stacks/compose.ts';
import { readTopology } from '../../topology/shape/readTopology.ts';

/** Builds production's topology as often as the stack's name says (`services-20`), each under its own name and domain. */
export default function program(): void {
  const stack = pulumi.getStack();
  const services = Number(stack.replace('services-', ''));
  const config = pulumi.runtime.allConfig();
  for (let service = 1; service <= services; service++) {
    const own = { 'tandem:name': `acme${service}`, 'tandem:domain': `api${service}.acme.example` };
    compose(readTopology({ ...config, ...own }, { stack }));
  }
}
