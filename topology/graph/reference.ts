import { isUnknown } from './value.ts';

/**
 * The names under which a link may be known, most precise first: the path without host and API version, then its last
 * part. `https://…/compute/v1/projects/p/global/backendServices/b` and `projects/p/global/backendServices/b` agree, and
 * a bare `b` agrees with both. Empty for an unknown value.
 */
export function referenceNames(text: string): readonly string[] {
  if (text === '' || isUnknown(text)) return [];
  const path = text.replace(/^(https?:)?\/\/[^/]+\//, '').replace(/^(compute|sql|storage)\/v\d\w*\//, '');
  const last = path.startsWith('arn:') ? path : path.slice(path.lastIndexOf('/') + 1);
  return path === last ? [path] : [path, last];
}
