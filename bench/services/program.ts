import * as pulumi from '@pulumi/pulumi';
import { compose } from '../../stacks/compose.ts';
import { readTopology } from '../../topology/shape/readTopology.ts';

/** Builds production's topology with as many services behind its entry as the stack's name says (`services-20`). */
export default function program(): void {
  const stack = pulumi.getStack();
  const count = Number(stack.replace('services-', ''));
  const config = pulumi.runtime.allConfig();
  const { image } = JSON.parse(config['tandem:service'] ?? '{}') as { image: string };
  // Small ones: what grows is their number. Half of them are told apart by path and half by host.
  const further = Array.from({ length: count - 1 }, (_, index) => [
    `part${index + 1}`,
    {
      image,
      instanceRps: 25,
      load: { peakRps: 20 },
      ...(index % 2 === 0 ? { paths: [`/part${index + 1}`] } : { hosts: [`part${index + 1}.acme.example`] }),
    },
  ]);
  const objectives = { ...(JSON.parse(config['tandem:objectives'] ?? '{}') as object), monthlyCostUsd: 1e6 };
  const own = { 'tandem:services': Object.fromEntries(further) as object, 'tandem:objectives': objectives };
  compose(readTopology({ ...config, ...own }, { stack }));
}
