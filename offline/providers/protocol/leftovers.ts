import type { Cloud } from '../cloud/cloud.ts';
import type { CloudResource } from '../cloud/resource.ts';
import type { Problem } from '../kit/refusal.ts';

// An engine that was killed had no time to write down what was made; its next run makes the same again. Where the clouds
// would have a person import or remove the first, this one helps itself, for the same resource of the same program only.

/** Who asks, and where. */
interface Asker {
  readonly type: string;
  readonly urn: string;
  readonly cloud: Cloud;
}

/** What engines that were killed have left behind, as one provider sees it. */
export class Leftovers {
  /** What the engine's state holds, as far as the engine has told: that is nobody's leftover. */
  private readonly inState = new Set<string>();

  learn(type: string, id: string): void {
    this.inState.add(`${type} ${id}`);
  }

  /** Whether a resource that stands where one is to be made is that very one: it is given back to who made it. */
  isOwn(there: CloudResource, { urn, cloud }: Asker): boolean {
    return there.maker === urn && cloud.isOlder(there);
  }

  /**
   * The problems of making a resource. What an earlier engine had made for it under a made-up name is taken away if that ends
   * them, because this engine makes it anew under another name; if it does not, it stays and is not what is in the way.
   */
  problems(asker: Asker, find: () => Problem[]): Problem[] {
    const problems = find();
    if (problems.length === 0) return problems;
    const { type, cloud } = asker;
    const leftovers = cloud
      .all(type)
      .filter((one) => this.isOwn(one, asker) && !this.inState.has(`${one.type} ${one.id}`));
    if (leftovers.length === 0 || cloud.without(leftovers, find).length > 0) return problems;
    leftovers.forEach((one) => cloud.remove(one));
    return [];
  }
}
