import * as pulumi from '@pulumi/pulumi';
import type { Alarm } from './alarms.ts';

/** The alarms of one region. */
export interface RegionAlarms {
  readonly region: string;
  readonly alarms: readonly Alarm[];
}

const COLUMNS = 24;
const CHARTS_IN_A_ROW = 3;
const WIDTH = COLUMNS / CHARTS_IN_A_ROW;
const HEIGHT = 6;

/** What the alarms watch, on one page: a chart for each with both regions in it, and the line at which it tells. */
export function dashboard(regions: readonly RegionAlarms[]): pulumi.Output<string> {
  const [first] = regions;
  return pulumi.jsonStringify({
    widgets: (first?.alarms ?? []).map((alarm, index) => ({
      type: 'metric',
      x: (index % CHARTS_IN_A_ROW) * WIDTH,
      y: Math.floor(index / CHARTS_IN_A_ROW) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title: alarm.key,
        view: 'timeSeries',
        region: first?.region ?? '',
        period: 60,
        stat: alarm.statistic,
        metrics: regions.flatMap(({ region, alarms }) =>
          alarms.filter(({ key }) => key === alarm.key).map((one) => line(region, one)),
        ),
        annotations: { horizontal: [{ label: 'told', value: alarm.above ?? alarm.below ?? 0 }] },
      },
    })),
  });
}

const line = (region: string, { namespace, metricName, dimensions }: Alarm): unknown[] => [
  namespace,
  metricName,
  ...Object.entries(dimensions).flat(),
  { region, label: region },
];
