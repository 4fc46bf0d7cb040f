import type { ResourceGraph } from '../../../topology/graph/graph.ts';
import type { Evidence } from '../../../topology/model/model.ts';
import type { LossVerdict, ObjectiveVerdict } from '../../../topology/verdict/types.ts';
import { verdict } from '../../../topology/verdict/verdict.ts';
import type { Finding } from '../../frame/rule.ts';

// Rules that span the whole stack only translate the verdict's own words; they decide nothing.

/** Losses of a region, as judged. */
export const regionLosses = (graph: ResourceGraph): readonly LossVerdict[] =>
  verdict(graph).losses.filter(({ loss }) => loss.startsWith('region:'));

/** Region of a loss. */
export const regionIn = ({ loss }: LossVerdict): string => loss.slice('region:'.length);

/** An objective as judged; undefined when it is not declared. */
export const objective = (graph: ResourceGraph, name: ObjectiveVerdict['name']): ObjectiveVerdict | undefined =>
  verdict(graph).objectives.find((found) => found.name === name);

/** A finding at the resource and argument that decided. */
export const findingAt = (
  evidence: Evidence | undefined,
  problem: string,
  fix: string,
  undecided = false,
): Finding => ({
  urn: evidence?.urn ?? '',
  argument: evidence?.argument ?? '',
  problem: evidence ? `${problem}: ${evidence.says}` : problem,
  fix,
  undecided,
});

/** The change that the verdict found, as a fix. */
export const fixOf = ({ change }: ObjectiveVerdict): string =>
  change
    ? `set ${change.argument} from ${change.from} to ${change.to}`
    : 'no single setting reaches it: change the objective, or several settings at once';
