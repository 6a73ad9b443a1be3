/** A session's panes, live or replayed. */
import { Box } from 'ink';
import type { ReactElement } from 'react';
import { Boundary } from '../../boundary.tsx';
import { errorLines } from '../../error-lines.ts';
import { Lines } from '../../lines.tsx';
import { paint } from '../../paint.ts';
import type { State } from '../../state.ts';
import { toWidth } from '../../text.ts';
import type { TerminalLook } from '../../types.ts';
import type { Area, View } from '../../view.ts';
import { SessionCharts } from './charts.tsx';
import { headerLine, noteLines } from './header.ts';
import { type PanePlace, placesOf } from './layout.ts';
import { sessionMouse } from './mouse.ts';
import { Pane } from './pane.tsx';
import { choiceOf, focused, panesOf, sessionOf } from './panes.ts';
import { endOf } from './room.ts';
import type { SessionState } from './state.ts';
import { updateSession } from './update.ts';

export const SESSION_VIEW: View = {
  title: 'Session',
  places: ['session'],
  update: updateSession,
  mouse: sessionMouse,
  draw: ({ state, area }) => {
    const session = sessionOf(state);
    return session ? (
      <Session state={state} session={session} area={area} />
    ) : (
      <NoSession look={state.look} area={area} />
    );
  },
};

const HOW_TO_BEGIN = [
  '',
  ' No session is open.',
  '',
  ' Choose a container or process, then Enter: strace, tcpdump, a script, or record all of them together.',
  ' Or type : and a command, such as  record web --strace --tcpdump',
  ' Sessions that were recorded are replayed from the list of sessions.',
];

const NoSession = ({ look, area: { width } }: { look: TerminalLook; area: Area }) => (
  <Lines
    lines={HOW_TO_BEGIN.map((line, at) => paint(look, at === 1 ? 'title' : 'text', toWidth(line, width)))}
    width={width}
  />
);

function Session({ state, session, area }: { state: State; session: SessionState; area: Area }): ReactElement {
  const { look, sessions } = state;
  const { width, height } = area;
  const { notes, errors, charts, panes } = placesOf(session, area);
  const among = { at: sessions.indexOf(session), of: sessions.length };
  const { error } = session;
  const head = [
    headerLine(session, among, look, width),
    ...noteLines(session, notes, look, width),
    ...(error ? ['', ...errorLines(error, 'x closes this session', look, width)].slice(0, errors) : []),
  ];
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Lines lines={head.slice(0, height)} width={width} />
      {charts > 0 && (
        <Boundary look={look} width={width} height={charts} retry={session.charts}>
          <SessionCharts panes={panesOf(session)} look={look} width={width} height={charts} />
        </Boundary>
      )}
      {linesOfPanes(panes).map((line) => (
        <PaneRow key={line[0]?.y} places={line} session={session} look={look} charts={charts > 0} />
      ))}
    </Box>
  );
}

/** Panes that stand beside each other, line by line. */
const linesOfPanes = (places: readonly PanePlace[]): PanePlace[][] =>
  [...new Set(places.map(({ y }) => y))].map((y) => places.filter((place) => place.y === y));

interface Drawn {
  session: SessionState;
  look: TerminalLook;
  charts: boolean;
}

function PaneRow({ places, ...drawn }: Drawn & { places: PanePlace[] }): ReactElement {
  return (
    <Box flexShrink={0}>
      {places.flatMap((place, at) => [
        ...(at > 0 ? [<Between key={`before ${place.pane.name}`} height={place.height} look={drawn.look} />] : []),
        <PaneAt key={place.pane.name} place={place} {...drawn} />,
      ])}
    </Box>
  );
}

const Between = ({ height, look }: { height: number; look: TerminalLook }) => (
  <Lines lines={Array<string>(height).fill(paint(look, 'border', look.unicode ? '│' : '|'))} width={1} />
);

function PaneAt({ place, session, look, charts }: Drawn & { place: PanePlace }): ReactElement {
  const { pane, width, height, head, time } = place;
  const choice = choiceOf(session, pane.name);
  const { header, times, wrap } = session;
  return (
    <Boundary look={look} width={width} height={height} retry={choice}>
      <Pane
        {...{ pane, choice, header, times, wrap, look, width, height, head, time, charts }}
        end={endOf(session, pane.name)}
        active={pane === focused(session)}
      />
    </Boundary>
  );
}
