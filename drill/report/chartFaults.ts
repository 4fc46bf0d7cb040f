import type { EChartsOption, SeriesOption } from 'echarts';
import { duration } from '../../topology/picture/units.ts';
import { COLOUR, renderChart } from './chart.ts';
import type { DrillReport, FaultResult, Range } from './report.ts';

// Prediction beside measurement: the predicted range as a bar, the expected value as a tick in it, the measured as a dot.

const WIDTH = 1000;
const ROW = 30;
const TOP = 64;
const BOTTOM = 40;
const GRIDS = [
  { left: 190, width: 350 },
  { left: 610, width: 350 },
] as const;

/** A measured value counts as predicted within the range widened by this part of its ends. */
const TOLERANCE = 0.05;

/** True when `measured` lies in the predicted range widened by 5 %. */
export const withinRange = ({ best, worst }: Range, measured: number): boolean =>
  measured >= best * (1 - TOLERANCE) && measured <= worst * (1 + TOLERANCE);

/** The tick of the expected value, as it stands in the legend. */
const EXPECTED_ICON = 'path://M8 0h3v20h-3z';

interface Row {
  readonly name: string;
  readonly predicted: Range | null;
  readonly measured: number | null;
}

const rowName = ({ kind, target }: FaultResult, index: number): string => {
  const name = `${String(index + 1)}  ${kind}, ${target}`;
  return name.length > 26 ? `${name.slice(0, 25)}…` : name;
};

function seriesOf(rows: readonly Row[], grid: number): SeriesOption[] {
  const place = { xAxisIndex: grid, yAxisIndex: grid, silent: true };
  const bar = { ...place, type: 'bar', stack: `range${String(grid)}`, barWidth: 14 } as const;
  const dot = (inside: boolean): SeriesOption => ({
    ...place,
    name: inside ? 'measured' : 'measured, outside the range',
    type: 'scatter',
    symbol: inside ? 'circle' : 'diamond',
    symbolSize: inside ? 11 : 14,
    itemStyle: { color: inside ? COLOUR.ink : COLOUR.bad, borderColor: COLOUR.ground, borderWidth: 1.5, opacity: 1 },
    label: {
      show: true,
      position: 'right',
      color: COLOUR.ink,
      fontSize: 11,
      textBorderColor: COLOUR.ground,
      textBorderWidth: 3,
      formatter: ({ value }) => duration(Number((value as number[])[0])),
    },
    data: rows.flatMap(({ predicted, measured }, index) =>
      measured !== null && (predicted === null || withinRange(predicted, measured)) === inside
        ? [[measured, index]]
        : [],
    ),
    z: 4,
  });
  return [
    { ...bar, data: rows.map(({ predicted }) => predicted?.best ?? 0), itemStyle: { color: 'transparent' } },
    {
      ...bar,
      name: 'predicted range',
      data: rows.map(({ predicted }) => (predicted ? predicted.worst - predicted.best : 0)),
      itemStyle: { color: COLOUR.range, borderColor: COLOUR.primary, borderWidth: 1 },
    },
    {
      ...place,
      name: 'expected',
      type: 'scatter',
      symbol: 'rect',
      symbolSize: [3, 20],
      itemStyle: { color: COLOUR.primary, opacity: 1 },
      data: rows.flatMap(({ predicted }, index) => (predicted ? [[predicted.expected, index]] : [])),
      z: 3,
    },
    dot(true),
    dot(false),
  ];
}

function optionOf(sides: readonly { readonly title: string; readonly rows: readonly Row[] }[]): EChartsOption {
  return {
    title: sides.map(({ title }, grid) => ({
      text: title,
      left: GRIDS[grid]?.left ?? 0,
      top: 36,
      padding: 0,
      textStyle: { fontSize: 13, fontWeight: 'bold', color: COLOUR.ink },
    })),
    legend: {
      data: ['predicted range', { name: 'expected', icon: EXPECTED_ICON }, 'measured', 'measured, outside the range'],
      itemGap: 28,
      left: GRIDS[0].left,
      top: 4,
      padding: 0,
      selectedMode: false,
      textStyle: { color: COLOUR.ink, fontSize: 12 },
    },
    grid: sides.map(({ rows }, grid) => ({ ...GRIDS[grid], top: TOP, height: rows.length * ROW })),
    xAxis: sides.map((_, grid) => ({
      gridIndex: grid,
      type: 'value',
      min: 0,
      splitNumber: 4,
      // Room for the figure that stands right of the last dot.
      max: ({ max }: { max: number }) => Math.max(1, max * 1.15),
      axisLabel: { color: COLOUR.quiet, formatter: '{value} s', showMaxLabel: false },
      splitLine: { lineStyle: { color: COLOUR.grid } },
    })),
    yAxis: sides.map(({ rows }, grid) => ({
      gridIndex: grid,
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOUR.quiet } },
      axisLabel: { show: grid === 0, color: COLOUR.ink, interval: 0, fontSize: 12 },
    })),
    series: sides.flatMap(({ rows }, grid) => seriesOf(rows, grid)),
  };
}

/** Draws shed and return of each fault that struck a region, or nothing when none did. */
export async function faultsChart({ faults }: DrillReport): Promise<string | undefined> {
  const struck = faults
    .map((fault, index) => ({ fault, name: rowName(fault, index) }))
    .filter(({ fault }) => fault.regions.length > 0);
  if (struck.length === 0) return undefined;
  const shed = struck.map(({ fault, name }) => ({
    name,
    predicted: fault.shedPredicted,
    measured: fault.shedMeasured,
  }));
  const back = struck.map(({ fault, name }) => ({
    name,
    predicted: fault.returnPredicted,
    measured: fault.returnMeasured,
  }));
  return renderChart(
    optionOf([
      { title: 'Shed', rows: shed },
      { title: 'Return', rows: back },
    ]),
    {
      width: WIDTH,
      height: TOP + struck.length * ROW + BOTTOM,
      label:
        'Shed and return of each fault: predicted range, expected and measured. The table below has the same figures.',
    },
  );
}
