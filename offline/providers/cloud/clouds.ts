import path from 'node:path';
import { Cloud } from './cloud.ts';
import { Store } from './store.ts';

/**
 * The clouds of this process. With a folder there is one for each package, whatever stack asks: whoever wants two
 * clouds gives two folders. Without one, each stack has its own, in memory.
 */
export class Clouds {
  private readonly folder: string | undefined;
  private readonly clouds = new Map<string, Cloud>();

  constructor(folder?: string) {
    this.folder = folder;
  }

  of(packageName: string, stack: string): Cloud {
    const key = this.folder === undefined ? `${packageName} ${stack}` : packageName;
    let cloud = this.clouds.get(key);
    if (!cloud) {
      cloud = new Cloud(this.folder === undefined ? undefined : new Store(path.join(this.folder, packageName)));
      this.clouds.set(key, cloud);
    }
    return cloud;
  }
}
