import type { Resource } from '../../graph/graph.ts';
import { textAt } from '../../graph/value.ts';
import type { Evidence, Known, Pool } from '../../model/model.ts';
import { regionOf } from '../place.ts';
import { checksOf } from './checks.ts';
import type { Lost, Standing } from './standing.ts';
import { servingPorts, silentAt } from './targets.ts';
import { throughout, type Context, type Way } from './ways.ts';

// Which answers of a record set Route 53 does not give although they are well. With no answer left that counts as well it
// gives the PRIMARY, or any of them where there is none: what is lost goes on being answered.

/** One record as its set chooses it. */
export interface Answer {
  readonly record: Resource;
  readonly way: Way;
  /** What it leads to in the end. */
  readonly endpoints: readonly Resource[];
  readonly standing: (lost: Lost) => Standing;
}

/** The way of each answer, with what keeps the set from giving it. */
export function barred(context: Context, answers: readonly Answer[]): readonly Way[] {
  if (answers.length < 2) return answers.map(({ way }) => way);
  const regions = [...new Set(answers.flatMap(regionsOf))];
  return answers.map((answer) => {
    const bars = new Map(
      regions.map((lost) => {
        const bar = barFor(context, answer, answers, [lost]) ?? silentFor(context, answer, answers, lost);
        return [lost, bar] as const;
      }),
    );
    sayTogether(context, answer, answers, bars);
    const always = answer.standing([]).well === false;
    return throughout(answer.way, (pool): Pool => {
      const falls = regions.flatMap((region) => {
        const evidence = region === pool.region ? undefined : bars.get(region);
        return evidence ? [{ region, evidence }] : [];
      });
      const [first] = falls;
      if (first === undefined) return pool;
      const all = always && falls.length === regions.filter((region) => region !== pool.region).length;
      return all ? { ...pool, unusable: pool.unusable ?? first.evidence } : { ...pool, fallsWith: falls };
    });
  });
}

/** Why clients of what is lost get nothing from an answer: they go on asking the same port. */
function silentFor(context: Context, answer: Answer, answers: readonly Answer[], lost: string): Known<Evidence> {
  const { graph, links } = context;
  const gone = answers.flatMap(({ endpoints }) => endpoints).filter((endpoint) => regionOf(graph, endpoint) === lost);
  return servingPorts(graph, links, gone)
    .map((port) => {
      const silent = answer.endpoints.map((endpoint) => silentAt(links, endpoint, [[port, port]]));
      return silent.includes(undefined) ? undefined : silent[0];
    })
    .find((silent) => silent !== undefined);
}

/** An answer that falls only once several regions are lost together is not judged by any one of them. */
function sayTogether(
  context: Context,
  answer: Answer,
  answers: readonly Answer[],
  bars: ReadonlyMap<string, Known<Evidence>>,
): void {
  const own = regionsOf(answer);
  const others = [...bars.keys()].filter((region) => !own.includes(region));
  if (others.length < 2 || others.some((region) => bars.get(region))) return;
  const evidence = barFor(context, answer, answers, others);
  if (evidence) context.undecided.push({ about: 'entry', evidence });
}

const regionsOf = ({ way }: Answer): readonly string[] => [...way.values()].flat().map(({ region }) => region);

/** Why an answer is not given while regions are lost. */
function barFor(context: Context, answer: Answer, answers: readonly Answer[], lost: Lost): Known<Evidence> {
  const { well: isWell, why } = answer.standing(lost);
  if (isWell !== false || why === undefined) return undefined;
  const others = answers.filter((other) => other !== answer);
  const lastResort = isPrimary(answer) && others.every((other) => other.standing(lost).well === false);
  if (lastResort) return undefined;
  const guards = ({ record }: Answer): boolean => checksOf(context.graph, record).some(({ urn }) => urn === why.urn);
  if (answers.every(guards))
    return { urn: why.urn, says: 'guards every record of the set: all fall together, and then all count as healthy' };
  const well = others.find((other) => other.standing(lost).well === true)?.record.name;
  const instead = well ?? (answers.some(isPrimary) ? 'the PRIMARY' : 'what is lost');
  const also = well === undefined ? ' all the same' : '';
  return { ...why, says: `${why.says}; so ${answer.record.name} counts as bad, and ${instead} is answered${also}` };
}

const isPrimary = ({ record }: Answer): boolean =>
  textAt(record.inputs, 'failoverRoutingPolicies.0.type') === 'PRIMARY';
