import type { EChartsOption } from 'echarts';
import { escapeMarkup } from '../../topology/picture/markup.ts';

// Charts are drawn here, on the server side, to plain SVG: the page needs no script. Colours are the page's own CSS
// variables, so that a chart follows light, dark and paper with the rest.

/** Names of the page's colours; the values are in htmlStyle.ts. */
export const COLOUR = {
  ink: 'var(--ink)',
  quiet: 'var(--quiet)',
  grid: 'var(--grid)',
  ground: 'var(--ground)',
  band: 'var(--band)',
  bandEdge: 'var(--band-edge)',
  range: 'var(--range)',
  primary: 'var(--primary)',
  failover: 'var(--failover)',
  bad: 'var(--bad)',
  lag: 'var(--lag)',
} as const;

/** Font of all charts; the same stack as the page's. */
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Size in pixels, and what a screen reader says in place of the picture. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

/** Draws one chart as SVG. Loads the chart library at the first call: a drill without a page does not need it. */
export async function renderChart(option: EChartsOption, { width, height, label }: ChartFrame): Promise<string> {
  const [{ init, use }, charts, components, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  const { GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent } = components;
  use([charts.LineChart, charts.BarChart, charts.ScatterChart, SVGRenderer]);
  use([GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option });
    const svg = chart.renderToSVGString();
    return svg.replace('<svg ', `<svg class="chart" role="img" aria-label="${escapeMarkup(label)}" `);
  } finally {
    // Without this a timer of the library keeps the process alive.
    chart.dispose();
  }
}
