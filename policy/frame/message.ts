import type { Resource } from '../../topology/graph/graph.ts';
import type { Finding } from './rule.ts';

/** One finding as a person reads it: argument, resource, what is wrong, what to do. */
export function messageOf(finding: Finding, resource: Pick<Resource, 'name' | 'type'> | undefined): string {
  const name = resource ? `${resource.name} (${shortType(resource.type)})` : finding.urn;
  const lead = finding.undecided ? 'Cannot be decided from this plan, which counts as a breach: ' : '';
  return `${lead}${finding.argument} of ${name} ${finding.problem}. Fix: ${finding.fix}.`;
}

/** `gcp:compute/backendService:BackendService` -> `gcp.compute.BackendService`, as a program writes it. */
export function shortType(type: string): string {
  const [pkg = '', module = '', name = ''] = type.split(':');
  return [pkg, module.split('/')[0], name].filter((part) => part && part !== 'index').join('.');
}
