/** A timing of system calls: its table, its histogram, and how it goes on. */
import { Box } from 'ink';
import type { ReactElement } from 'react';
import { Boundary } from '../../boundary.tsx';
import { Chart, type ChartLine } from '../../charts/chart.tsx';
import { errorLines } from '../../error-lines.ts';
import { Lines } from '../../lines.tsx';
import { compact, whole } from '../../number.ts';
import { paint } from '../../paint.ts';
import type { State } from '../../state.ts';
import { toWidth } from '../../text.ts';
import type { TerminalLook } from '../../types.ts';
import type { Area, View } from '../../view.ts';
import { headerLines, noteLines } from './header.ts';
import { histogramLines } from './histogram.ts';
import { placesOf } from './places.ts';
import type { TimingState } from './state.ts';
import { tableLines } from './table.ts';
import { timingOf } from './timings.ts';
import { timingMouse, updateTiming } from './update.ts';

export const SYSCALLS_VIEW: View = {
  title: 'Syscalls',
  places: ['syscalls'],
  update: updateTiming,
  mouse: timingMouse,
  draw: ({ state, area }) => {
    const timing = timingOf(state);
    return timing ? <Timing state={state} timing={timing} area={area} /> : <NoTiming look={state.look} area={area} />;
  },
};

const HOW_TO_BEGIN = [
  '',
  ' Nothing is timed.',
  '',
  ' Choose a container or process, then Enter: syscalls. Or type : and a command, such as  syscalls web',
];

const NoTiming = ({ look, area: { width } }: { look: TerminalLook; area: Area }) => (
  <Lines
    lines={HOW_TO_BEGIN.map((line, at) => paint(look, at === 1 ? 'title' : 'text', toWidth(line, width)))}
    width={width}
  />
);

function Timing({ state, timing, area }: { state: State; timing: TimingState; area: Area }): ReactElement {
  const { look, timings } = state;
  const { width, height } = area;
  const { notes, charts, table, histogram } = placesOf(timing, area);
  const shown = timing.large ? { ...timing, top: timing.cursor } : timing;
  const among = { at: timings.indexOf(timing), of: timings.length };
  const head = [
    ...headerLines(timing, among, look, width),
    ...(notes > 0 ? noteLines(timing, notes, look, width) : []),
    ...(timing.error ? errorLines(timing.error, 'x closes this timing', look, width) : []),
  ];
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Lines lines={head.slice(0, height)} width={width} />
      {charts > 0 && <Charts timing={timing} look={look} area={{ width, height: charts }} />}
      <Boundary look={look} width={width} height={height - head.length - charts} retry={timing.snapshot}>
        <Box width={width} flexShrink={0} columnGap={1} flexDirection={timing.large ? 'column' : 'row'}>
          <Lines lines={tableLines(shown, table, look)} width={table.width} />
          <Lines lines={histogramOf(timing, histogram, look)} width={histogram.width} />
        </Box>
      </Boundary>
    </Box>
  );
}

function histogramOf({ snapshot }: TimingState, area: Area, look: TerminalLook): string[] {
  if (!snapshot) return [];
  return histogramLines(`how long ${snapshot.call || 'calls'} took`, snapshot.histogram, area, look);
}

const GAP = 2;
const LEAST_CHART = 36;

/** Calls a second, and their mean time: beside each other, or the first alone. */
function Charts({
  timing,
  look,
  area: { width, height },
}: {
  timing: TimingState;
  look: TerminalLook;
  area: Area;
}): ReactElement {
  const both = width >= 2 * LEAST_CHART + GAP;
  const each = both ? Math.floor((width - GAP) / 2) : width;
  return (
    <Boundary look={look} width={width} height={height} retry={timing.charts}>
      <Box width={width} height={height} flexShrink={0} columnGap={GAP}>
        <Chart lines={[callsLine(timing)]} look={look} width={each} height={height} />
        {both && <Chart lines={[meanLine(timing)]} look={look} width={each} height={height} />}
      </Box>
    </Boundary>
  );
}

function callsLine({ snapshot }: TimingState): ChartLine {
  const values = snapshot?.calls ?? [];
  return { name: 'calls', values, text: `${compact(values.at(-1) ?? 0)}/s`, color: 'cyan' };
}

const TIME_UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;
/** The scale has whole numbers: with less at its top it would show little. */
const LEAST_TOP = 10;

/** In one unit, as its scale is. */
function meanLine({ snapshot }: TimingState): ChartLine {
  const values = snapshot?.mean ?? [];
  const most = Math.max(0, ...values);
  const [unit, ns] = TIME_UNITS.find(([, each]) => most >= LEAST_TOP * each) ?? ['ns', 1];
  const text = `${whole(Math.round((values.at(-1) ?? 0) / ns))} ${unit}`;
  return { name: 'mean time', values: values.map((value) => value / ns), text, color: 'yellow' };
}
