import type { ResourceGraph } from '../../../topology/graph/graph.ts';
import type { Evidence } from '../../../topology/model/model.ts';
import { ECS_SERVICE, ENDPOINT_GROUP, GLOBAL_DATABASE, RECORD } from '../../../topology/recognise/aws/types.ts';
import { BACKEND_SERVICE, RUN_SERVICE, SQL_INSTANCE } from '../../../topology/recognise/gcp/types.ts';
import type { LossVerdict, ObjectiveVerdict, Reason } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import type { Finding } from '../../frame/rule.ts';

// Rules that span the whole stack only translate the verdict's own words; they decide nothing.

/** What carries and keeps a service: the kinds of resource that these rules can name. */
export const SPANNED_TYPES = [
  'tandem:index:GcpTwoRegion',
  BACKEND_SERVICE,
  RUN_SERVICE,
  SQL_INSTANCE,
  'tandem:index:AwsTwoRegion',
  ENDPOINT_GROUP,
  RECORD,
  ECS_SERVICE,
  GLOBAL_DATABASE,
  'tandem:index:MultiCloud',
] as const;

/** Losses of a region, as judged. */
export const regionLosses = (graph: ResourceGraph): readonly LossVerdict[] =>
  verdict(graph).losses.filter(({ loss }) => loss.startsWith('region:'));

/** Region of a loss. */
export const regionIn = ({ loss }: LossVerdict): string => loss.slice('region:'.length);

/** What decided a loss: first a reason that names an argument, so that a person knows where to write. */
export function deciding({ why }: LossVerdict, about: (reason: Reason) => boolean = () => true): Reason | undefined {
  const reasons = why.filter((reason) => reason.against && about(reason));
  return reasons.find(({ argument }) => argument !== undefined) ?? reasons[0];
}

/** A finding at the resource and argument that decided; `problem` reads on from them. */
export const findingAt = (evidence: Evidence, problem: string, fix: string, undecided = false): Finding => ({
  urn: evidence.urn,
  argument: evidence.argument ?? 'one of the settings',
  problem: `${problem}: ${evidence.says}`,
  fix,
  undecided,
});

/** The change that the verdict found, as a fix. */
export const fixOf = ({ change }: ObjectiveVerdict): string =>
  change
    ? `set ${change.argument} from ${change.from} to ${change.to}`
    : 'declare what the topology holds, or change several settings at once: no single one reaches it';
