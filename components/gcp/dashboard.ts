import { all, interpolate, type Input, type Output } from '@pulumi/pulumi';
import { lagOf, type AlertsArgs } from './alerts.ts';

type Json = string | number | boolean | Json[] | { [key: string]: Json };

interface Chart {
  title: string;
  lines: { filter: Input<string>; aligner: string; reducer: string; groupBy: string[]; legend: string }[];
}

const COLUMNS = 48;
const CHARTS_IN_A_ROW = 2;
const ROW_HEIGHT = 14;

/** The pair on one page: what clients see above, what each region and the database do below. Keys are sorted, so equal pages compare equal. */
export function dashboard(title: string, args: AlertsArgs): Output<string> {
  return all(
    charts(args).map(({ lines, ...chart }) => all(lines.map(resolved)).apply((found) => ({ ...chart, lines: found }))),
  ).apply((found) => sortedJson({ displayName: title, mosaicLayout: { columns: COLUMNS, tiles: found.map(tile) } }));
}

type Line = Chart['lines'][number];
type ResolvedLine = Omit<Line, 'filter'> & { filter: string };

const resolved = ({ filter, ...line }: Line): Output<ResolvedLine> =>
  interpolate`${filter}`.apply((known) => ({ ...line, filter: known }));

function charts(args: AlertsArgs): Chart[] {
  const names = args.regions.map((region) => interpolate`"${args.serviceNames[region] ?? ''}"`);
  const both = interpolate`resource.type="cloud_run_revision" AND resource.labels.service_name=one_of(${names[0] ?? ''},${names[1] ?? ''})`;
  const entry = interpolate`resource.type="https_lb_rule" AND resource.labels.url_map_name="${args.urlMapName}"`;
  const byRegion = { groupBy: ['resource.label.location'], legend: '${resource.labels.location}' };
  const rate = { aligner: 'ALIGN_RATE', reducer: 'REDUCE_SUM' };
  const counted = (metric: Input<string>): Input<string> =>
    interpolate`metric.type="logging.googleapis.com/user/${metric}"`;
  return [
    {
      title: 'Requests by answer, at the entry',
      lines: [
        {
          filter: interpolate`metric.type="loadbalancing.googleapis.com/https/request_count" AND ${entry}`,
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
          filter: interpolate`metric.type="loadbalancing.googleapis.com/https/total_latencies" AND ${entry}`,
          aligner: 'ALIGN_DELTA',
          reducer: 'REDUCE_PERCENTILE_99',
          groupBy: [],
          legend: 'p99',
        },
      ],
    },
    {
      title: 'Requests by region',
      lines: [
        { filter: interpolate`metric.type="run.googleapis.com/request_count" AND ${both}`, ...rate, ...byRegion },
      ],
    },
    {
      title: 'Errors by region (from logs)',
      lines: [{ filter: interpolate`${counted(args.metrics.regionErrors)} AND ${both}`, ...rate, ...byRegion }],
    },
    {
      title: 'Refused (429): for lack of instances by region, and by the rate limit',
      lines: [
        { filter: interpolate`${counted(args.metrics.regionRefusals)} AND ${both}`, ...rate, ...byRegion },
        {
          filter: interpolate`${counted(args.metrics.entryRefusals)} AND resource.type="l7_lb_rule"`,
          ...rate,
          groupBy: [],
          legend: 'rate limit',
        },
      ],
    },
    {
      title: `Active instances by region (at most ${args.maxInstances})`,
      lines: [
        {
          filter: interpolate`metric.type="run.googleapis.com/container/instance_count" AND metric.labels.state="active" AND ${both}`,
          aligner: 'ALIGN_MAX',
          reducer: 'REDUCE_SUM',
          ...byRegion,
        },
      ],
    },
    {
      title: 'Database replica behind, in seconds',
      lines: args.regions.map((region) => ({
        filter: lagOf(args, region),
        aligner: 'ALIGN_MAX',
        reducer: 'REDUCE_MAX',
        groupBy: [],
        legend: region,
      })),
    },
  ];
}

function tile(chart: { title: string; lines: ResolvedLine[] }, index: number): Json {
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
