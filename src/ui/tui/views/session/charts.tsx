/** The charts of a session: what each tracer sees a second, and what was lost. */
import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { PaneSnapshot } from '../../../../core/wire/session.ts';
import { Chart, type ChartLine } from '../../charts/chart.tsx';
import { compact } from '../../number.ts';
import type { TerminalLook } from '../../types.ts';
import { rateOf, unitOf, wholeSeconds } from './title.ts';

const LEAST_WIDTH = 36;
const GAP = 2;
const COLORS = ['cyan', 'green', 'magenta', 'yellow'] as const;

interface Props {
  panes: readonly PaneSnapshot[];
  look: TerminalLook;
  width: number;
  height: number;
}

/** One beside the other: all events, those of each tracer, losses. The last ones go where there is too little room. */
export function SessionCharts({ panes, look, width, height }: Props): ReactElement {
  const all = chartsOf(panes);
  const most = Math.max(1, Math.floor(width / LEAST_WIDTH));
  // the sum is what the others tell, too
  const shown = all.length > most && panes.length > 1 ? all.slice(1, most + 1) : all.slice(0, most);
  const each = Math.floor((width + GAP) / shown.length) - GAP;
  return (
    <Box width={width} height={height} flexShrink={0} columnGap={GAP}>
      {shown.map((lines, at) => (
        <Chart key={lines[0]?.name ?? at} lines={lines} look={look} width={each} height={height} />
      ))}
    </Box>
  );
}

/** What has happened is worth its place first: losses before the tracers, the sum of one tracer not at all. */
export function chartsOf(panes: readonly PaneSnapshot[]): ChartLine[][] {
  const lossy = panes.some(({ lost, lostMore }) => lost > 0 || lostMore);
  return [
    ...(panes.length > 1
      ? [
          [
            sum(
              'events',
              panes.map(({ rates }) => rates),
              'cyan',
            ),
          ],
        ]
      : []),
    ...(lossy
      ? [
          [
            sum(
              'lost',
              panes.map(({ losses }) => losses),
              'red',
            ),
          ],
        ]
      : []),
    ...panes.map((pane, at): ChartLine[] => [
      {
        name: panes.length > 1 ? `${pane.name} ${unitOf(pane)}` : unitOf(pane),
        values: wholeSeconds(pane.rates),
        text: `${compact(rateOf(pane))}/s`,
        color: COLORS[(at + 1) % COLORS.length] ?? 'cyan',
      },
    ]),
  ];
}

function sum(name: string, all: readonly (readonly number[])[], color: ChartLine['color']): ChartLine {
  const length = Math.max(0, ...all.map((values) => values.length));
  const values = Array.from({ length }, (_, at) =>
    all.reduce((total, each) => total + (each[each.length - length + at] ?? 0), 0),
  );
  return { name, values: wholeSeconds(values), text: `${compact(rateOf({ rates: values }))}/s`, color };
}
