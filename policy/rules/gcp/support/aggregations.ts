import type { Resource } from '../../../../topology/graph/graph.ts';
import { blocksAt, isUnknown, numberAt, textAt, valueAt } from '../../../../topology/graph/value.ts';
import { breach, type Finding } from '../../../frame/rule.ts';

// How a condition of an alert adds up what it watches. The API checks it against the kind of the metric; the preview does not.

/** Metrics that count, as log-based ones and those of requests do. */
const COUNTERS = /logging\.googleapis\.com\/user\/|\/request_count"/;
/** Metrics that never fall below 0. */
const POSITIVE = /(logging|run|loadbalancing|cloudsql|monitoring)\.googleapis\.com\//;
/** What works for gauges, or for true and false, and for no counter. */
const NOT_FOR_COUNTERS = /(INTERPOLATE|NEXT_OLDER|COUNT_TRUE|COUNT_FALSE|FRACTION_TRUE|ALIGN_PERCENTILE_\d+)$/;
const LISTS = [
  ['aggregations', 'filter'],
  ['denominatorAggregations', 'denominatorFilter'],
] as const;

/** Findings for the thresholds of an alert policy. */
export const judgeThresholds = (policy: Resource): readonly Finding[] =>
  blocksAt(policy.inputs, 'conditions').flatMap((condition, index) => {
    const at = `conditions[${index}].conditionThreshold`;
    const threshold = valueAt(condition, 'conditionThreshold');
    return [
      ...judgeValue(policy, threshold, at),
      ...LISTS.flatMap(([list, filter]) =>
        blocksAt(threshold, list).flatMap((block, place) =>
          judgeBlock(policy, block, textAt(threshold, filter) ?? '', `${at}.${list}[${place}]`),
        ),
      ),
    ];
  });

/** A threshold that is passed always, or never. */
function judgeValue(policy: Resource, threshold: unknown, at: string): readonly Finding[] {
  const value = numberAt(threshold, 'thresholdValue') ?? 0;
  const falls = textAt(threshold, 'comparison') === 'COMPARISON_LT';
  if (!POSITIVE.test(textAt(threshold, 'filter') ?? '') || (falls ? value > 0 : value >= 0)) return [];
  const problem = `is ${value}, and what is watched never falls below 0: the alert fires ${falls ? 'never' : 'always'}`;
  return [breach(policy, `${at}.thresholdValue`, problem, `set thresholdValue to ${falls ? '1' : '0'} or more`)];
}

function judgeBlock(policy: Resource, block: unknown, filter: string, at: string): readonly Finding[] {
  const [aligner, reducer] = [valueAt(block, 'perSeriesAligner'), valueAt(block, 'crossSeriesReducer')];
  const reduces = typeof reducer === 'string' && !isUnknown(reducer) && !/^(REDUCE_NONE)?$/.test(reducer);
  if (reduces && (aligner === undefined || aligner === '' || aligner === 'ALIGN_NONE')) {
    const problem = `is ${String(aligner ?? 'not set')}, and series are added up only after they are aligned`;
    return [breach(policy, `${at}.perSeriesAligner`, problem, 'set perSeriesAligner to ALIGN_RATE or ALIGN_DELTA')];
  }
  if (!COUNTERS.test(filter)) return [];
  return [['perSeriesAligner', aligner] as const, ['crossSeriesReducer', reducer] as const].flatMap(
    ([argument, value]): readonly Finding[] => {
      if (typeof value !== 'string' || !NOT_FOR_COUNTERS.test(value)) return [];
      const fix = argument === 'perSeriesAligner' ? 'use ALIGN_RATE or ALIGN_DELTA' : 'use REDUCE_SUM';
      return [breach(policy, `${at}.${argument}`, `is ${value}, which does not work for a metric that counts`, fix)];
    },
  );
}
