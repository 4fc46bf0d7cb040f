import { interpolate, output, type Input, type Output, type Unwrap } from '@pulumi/pulumi';
import {
  AT_ENTRY_IN_LOGS,
  atEntry,
  countedIn,
  instancesIn,
  lagIn,
  logMetric,
  metric,
  requestsIn,
  type LogMetricNames,
  type Watched,
} from './watched.ts';

type Json = string | number | boolean | Json[] | { [key: string]: Json };

interface Chart {
  title: string;
  lines: { filter: Input<string>; aligner: string; reducer: string; groupBy: string[]; legend: string }[];
}

const COLUMNS = 48;
const CHARTS_IN_A_ROW = 2;
const ROW_HEIGHT = 14;

/** The pair on one page: what clients see above, what each region and the database do below. Keys are sorted, so equal pages compare equal. */
export function dashboard(title: string, args: Watched, counted: LogMetricNames): Output<string> {
  return output(charts(args, counted)).apply((found) =>
    sortedJson({ displayName: title, mosaicLayout: { columns: COLUMNS, tiles: found.map(tile) } }),
  );
}

function charts(args: Watched, counted: LogMetricNames): Chart[] {
  const rate = { aligner: 'ALIGN_RATE', reducer: 'REDUCE_SUM' };
  const byRegion = (filterOf: (region: string) => Input<string>, how = rate): Chart['lines'] =>
    args.regions.map((region) => ({ filter: filterOf(region), ...how, groupBy: [], legend: region }));
  return [
    {
      title: 'Requests by answer, at the entry',
      lines: [
        {
          filter: interpolate`${metric('loadbalancing.googleapis.com/https/request_count')} AND ${atEntry(args)}`,
          ...rate,
          groupBy: ['metric.label.response_code_class'],
          legend: '${metric.labels.response_code_class}',
        },
      ],
    },
    {
      title: 'Slowest 1 % at the entry, in ms',
      lines: [
        {
          filter: interpolate`${metric('loadbalancing.googleapis.com/https/total_latencies')} AND ${atEntry(args)}`,
          aligner: 'ALIGN_DELTA',
          reducer: 'REDUCE_PERCENTILE_99',
          groupBy: [],
          legend: 'p99',
        },
      ],
    },
    {
      title: 'Requests by region',
      lines: byRegion((region) => requestsIn(args, region)),
    },
    {
      title: 'Errors by region (from logs)',
      lines: byRegion((region) => countedIn(args, counted.regionErrors, region)),
    },
    {
      title: 'Refused (429): for lack of instances by region, and by the rate limit',
      lines: [
        ...byRegion((region) => countedIn(args, counted.regionRefusals, region)),
        {
          filter: interpolate`${logMetric(counted.entryRefusals)} AND ${AT_ENTRY_IN_LOGS}`,
          ...rate,
          groupBy: [],
          legend: 'rate limit',
        },
      ],
    },
    {
      title: `Instances by region (at most ${args.maxInstances})`,
      lines: byRegion((region) => instancesIn(args, region), { aligner: 'ALIGN_MAX', reducer: 'REDUCE_SUM' }),
    },
    {
      title: 'Database replica behind, in seconds',
      lines: byRegion((region) => lagIn(args, region), { aligner: 'ALIGN_MAX', reducer: 'REDUCE_MAX' }),
    },
  ];
}

function tile(chart: Unwrap<Chart>, index: number): Json {
  const width = COLUMNS / CHARTS_IN_A_ROW;
  return {
    xPos: (index % CHARTS_IN_A_ROW) * width,
    yPos: Math.floor(index / CHARTS_IN_A_ROW) * ROW_HEIGHT,
    width,
    height: ROW_HEIGHT,
    widget: {
      title: chart.title,
      xyChart: {
        dataSets: chart.lines.map(({ filter, aligner, reducer, groupBy, legend }) => ({
          plotType: 'LINE',
          legendTemplate: legend,
          timeSeriesQuery: {
            timeSeriesFilter: {
              filter,
              aggregation: {
                alignmentPeriod: '60s',
                perSeriesAligner: aligner,
                crossSeriesReducer: reducer,
                groupByFields: groupBy,
              },
            },
          },
        })),
      },
    },
  };
}

/** JSON with the keys of every object in alphabetical order. */
function sortedJson(value: Json): string {
  return JSON.stringify(value, (_key, inner: Json) =>
    typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
