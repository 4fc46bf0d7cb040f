import type { Package } from './kit/package.ts';

/** Packages that have a stand-in. */
export const packageNames = ['gcp', 'aws', 'random'] as const;

/** The name of a package with a stand-in. */
export type PackageName = (typeof packageNames)[number];

/** Whether there is a stand-in of this name. */
export function isPackageName(name: string): name is PackageName {
  return packageNames.some((known) => known === name);
}

/** Loads one stand-in; the others cost nothing. */
export async function loadPackage(name: PackageName): Promise<Package> {
  if (name === 'gcp') return (await import('./gcp/package.ts')).gcp();
  if (name === 'aws') return (await import('./aws/package.ts')).aws();
  return (await import('./random/package.ts')).random();
}

/** The types that one stand-in describes. */
export async function describedTypes(name: PackageName): Promise<string[]> {
  const { descriptions } = (await import(`./${name}/descriptions.ts`)) as { descriptions: { type: string }[] };
  return descriptions.map(({ type }) => type);
}
