import type { EChartsOption, LineSeriesOption, SeriesOption } from 'echarts';
import { maxOf } from '../extremes.ts';
import { percent } from '../../topology/picture/units.ts';
import { COLOUR, renderChart } from './chart.ts';
import { tickSeconds, timeWords } from './htmlTime.ts';
import type { DrillReport, Point } from './report.ts';

// All curves of a drill over the same time axis, one panel a quantity, with the faults as numbered bands behind them.

interface Curve {
  readonly name: string;
  readonly colour: string;
  /** Regions differ by dash as well as by colour, for print and for colour-blind readers. */
  readonly dash: 'solid' | 'dashed' | 'dotted';
  readonly shape: 'step' | 'bar';
  readonly points: readonly Point[];
}

interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly ratio?: true;
}

const WIDTH = 1000;
const PANEL_HEIGHT = 96;
const PANEL_PITCH = 134;
const TOP = 44;
const LEFT = 64;
const RIGHT = 16;
const BOTTOM = 44;

const ROLE_LOOKS = {
  primary: { colour: COLOUR.primary, dash: 'solid' },
  failover: { colour: COLOUR.failover, dash: 'dashed' },
} as const;

type RegionCurve = readonly { readonly t: number; readonly region: string; readonly value: number }[];

const byRegion = ({ topology }: DrillReport, points: RegionCurve): Curve[] =>
  topology.regions.map(({ name, role }) => ({
    name,
    ...ROLE_LOOKS[role],
    shape: 'step',
    points: points.filter(({ region }) => region === name),
  }));

function panelsOf(report: DrillReport): Panel[] {
  const { series, share, writes } = report;
  const shares = share.map(({ t, region, ratio }) => ({ t, region, value: ratio }));
  const one = (name: string, colour: string, points: readonly Point[], shape: Curve['shape'] = 'step'): Curve => ({
    name,
    colour,
    dash: 'solid',
    shape,
    points,
  });
  const panels: Panel[] = [
    { title: 'Share of requests', curves: byRegion(report, shares), ratio: true },
    { title: 'Requests failed for clients', curves: [one('failed', COLOUR.bad, series.errors, 'bar')] },
    { title: '429 answers of a region', curves: byRegion(report, series.limited) },
    { title: 'Instances that serve', curves: byRegion(report, series.instances) },
    {
      title: 'Latency in ms of this machine',
      curves: [
        one('99 % below', COLOUR.ink, series.p99Ms),
        { ...one('half below', COLOUR.quiet, series.p50Ms), dash: 'dotted' },
      ],
    },
  ];
  if (series.replicaLag.length > 0)
    panels.push({ title: 'Replica behind its primary, in s', curves: [one('lag', COLOUR.lag, series.replicaLag)] });
  if (writes !== null)
    panels.push({
      title: 'Writes',
      curves: [one('acknowledged', COLOUR.ink, series.writes), one('refused', COLOUR.bad, series.refused, 'bar')],
    });
  return panels;
}

/** Faults as bands and moments as lines; their numbers and letters are written in the top panel only. */
function marks({ faults, moments }: DrillReport, labelled: boolean): Pick<LineSeriesOption, 'markArea' | 'markLine'> {
  return {
    markArea: {
      silent: true,
      itemStyle: { color: COLOUR.band, borderColor: COLOUR.bandEdge, borderWidth: 1, borderType: 'dotted' },
      label: { show: labelled, position: 'top', distance: 4, color: COLOUR.ink, fontWeight: 'bold', fontSize: 11 },
      data: faults.map(({ at, until }, index) => [{ name: String(index + 1), xAxis: at }, { xAxis: until }]),
    },
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: COLOUR.quiet, type: 'dashed', width: 1 },
      label: { show: labelled, position: 'start', distance: 4, color: COLOUR.quiet, fontSize: 11, formatter: '{b}' },
      data: moments.map(({ t }, index) => ({ name: momentLetter(index), xAxis: t })),
    },
  };
}

/** The letter that stands for a moment in the chart and in its table: a, b ... z, a1, b1... */
export function momentLetter(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCodePoint(97 + (index % 26)) + (round === 0 ? '' : String(round));
}

/** Series names carry their panel, because a legend finds its curves by name alone. */
const seriesName = (panel: number, name: string): string => `${String(panel)}:${name}`;

function seriesOf(report: DrillReport, panel: Panel, index: number): SeriesOption[] {
  const { bucketSeconds, incident } = report;
  return panel.curves.map((curve, curveIndex) => {
    const base = {
      name: seriesName(index, curve.name),
      xAxisIndex: index,
      yAxisIndex: index,
      silent: true,
      itemStyle: { color: curve.colour },
      ...(curveIndex === 0 ? marks(report, index === 0) : {}),
    };
    if (curve.shape === 'bar') {
      const width = ((WIDTH - LEFT - RIGHT) * bucketSeconds) / incident.seconds;
      const data = curve.points.map(({ t, value }) => [t + bucketSeconds / 2, value]);
      return { ...base, type: 'bar', data, barWidth: Math.max(1.5, width * 0.8), barGap: '-100%' };
    }
    const last = curve.points.at(-1);
    const end = last ? [[last.t + bucketSeconds, last.value]] : [];
    return {
      ...base,
      type: 'line',
      // A point holds for its whole bucket: steps, not slopes, or a change would seem to begin a bucket early.
      step: 'end',
      data: [...curve.points.map(({ t, value }) => [t, value]), ...end],
      symbol: 'none',
      lineStyle: { color: curve.colour, type: curve.dash, width: 2 },
    };
  });
}

/** The end of a panel's axis: the first round number that holds all its values, and halves well. */
function axisEnd({ curves, ratio }: Panel): number {
  if (ratio) return 1;
  const highest = maxOf(
    curves.flatMap(({ points }) => points.map(({ value }) => value)),
    0,
  );
  if (highest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= highest) ?? 10;
  return step * power;
}

function optionOf(report: DrillReport, panels: readonly Panel[]): EChartsOption {
  const { at, axis } = timeWords(report);
  const { seconds } = report.incident;
  const last = panels.length - 1;
  const top = (index: number): number => TOP + index * PANEL_PITCH;
  /** The top panel keeps room for the numbers of the faults between its heading and its plot. */
  const headingHeight = (index: number): number => (index === 0 ? 40 : 24);
  return {
    title: panels.map(({ title }, index) => ({
      text: title,
      left: 8,
      top: top(index) - headingHeight(index),
      textStyle: { fontSize: 13, fontWeight: 'bold', color: COLOUR.ink },
      padding: 0,
    })),
    legend: panels.map(({ curves }, index) => ({
      // Lines are shown by their dash alone: the library's dot over it would hide what tells them apart.
      data: curves.map(({ name, shape }) => ({
        name: seriesName(index, name),
        itemStyle: { opacity: shape === 'step' ? 0 : 1 },
      })),
      formatter: (name: string) => name.slice(name.indexOf(':') + 1),
      right: RIGHT,
      top: top(index) - headingHeight(index) - 1,
      padding: 0,
      itemWidth: 30,
      itemGap: 28,
      selectedMode: false,
      textStyle: { color: COLOUR.ink, fontSize: 12 },
    })),
    grid: panels.map((_, index) => ({ left: LEFT, right: RIGHT, top: top(index), height: PANEL_HEIGHT })),
    xAxis: panels.map((_, index) => ({
      gridIndex: index,
      type: 'value',
      min: 0,
      max: seconds,
      // Bars would otherwise widen their own panel's axis, and the panels would no longer stand below each other.
      containShape: false,
      interval: tickSeconds(seconds, 12),
      name: index === last ? axis : '',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: COLOUR.quiet },
      axisLine: { onZero: false, lineStyle: { color: COLOUR.quiet } },
      axisTick: { show: true, lineStyle: { color: COLOUR.quiet } },
      axisLabel: { show: index === last, color: COLOUR.quiet, formatter: at, hideOverlap: true, showMaxLabel: false },
      splitLine: { show: false },
    })),
    yAxis: panels.map((panel, index) => ({
      gridIndex: index,
      type: 'value',
      min: 0,
      max: axisEnd(panel),
      interval: axisEnd(panel) / 2,
      axisLabel: {
        color: COLOUR.quiet,
        formatter: (value: number) => (panel.ratio ? percent(value) : String(Number(value.toPrecision(3)))),
      },
      splitLine: { lineStyle: { color: COLOUR.grid } },
    })),
    series: panels.flatMap((panel, index) => seriesOf(report, panel, index)),
  };
}

/** Draws the timeline of a drill as one SVG. */
export async function timelineChart(report: DrillReport): Promise<string> {
  const panels = panelsOf(report);
  const height = TOP + (panels.length - 1) * PANEL_PITCH + PANEL_HEIGHT + BOTTOM;
  const names = panels.map(({ title }) => title.toLowerCase()).join('; ');
  return renderChart(optionOf(report, panels), {
    width: WIDTH,
    height,
    label: `Timeline of the drill: ${names}. The same figures are in the table below.`,
  });
}
