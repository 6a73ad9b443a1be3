/** The screen: the bar of views, the view, and below what was told and which keys count. */
import { Box, Text, useStdin, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useSyncExternalStore } from 'react';
import { shellQuote } from '../../core/label/quote.ts';
import { Boundary } from './boundary.tsx';
import { commandOf } from './command.ts';
import { running } from './everywhere.ts';
import { isTooSmall, LEAST, viewArea } from './geometry.ts';
import { hintsOf } from './hints.ts';
import { OVERLAYS } from './overlays/index.ts';
import { PromptLine, topPrompt } from './overlays/prompt.tsx';
import type { State } from './state.ts';
import type { Store } from './store.ts';
import { TABS_FROM, tabsOf } from './tabs.ts';
import { toWidth, truncate } from './text.ts';
import { styleOf } from './theme.ts';
import { VIEWS } from './views/index.ts';

/** The state, drawn; the terminal in the mode where each key is told at once, and a paste as one. */
export function App({ store }: { store: Store }): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { columns, rows } = useWindowSize();
  const { setRawMode, setBracketedPasteMode } = useStdin() as ReturnType<typeof useStdin> & PasteMode;
  useEffect(() => {
    setRawMode(true);
    setBracketedPasteMode(true);
    return () => {
      setBracketedPasteMode(false);
      setRawMode(false);
    };
  }, [setRawMode, setBracketedPasteMode]);
  useEffect(() => store.tell({ kind: 'size', columns, rows }), [store, columns, rows]);
  return <Screen state={state} />;
}

/** Ink has it, and tells of it only through usePaste, which wants to read the pasted text itself. */
interface PasteMode {
  setBracketedPasteMode(on: boolean): void;
}

/** A state as it is drawn. */
export function Screen({ state }: { state: State }): ReactElement {
  const { columns, rows } = state.size;
  if (isTooSmall(state)) return <TooSmall state={state} />;
  const area = viewArea(state);
  const top = state.overlays.at(-1);
  const overlay = top && OVERLAYS[top.kind];
  const View = VIEWS[state.view].draw;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Tabs state={state} />
      <Box height={area.height} width={area.width}>
        <Boundary look={state.look} width={area.width} height={area.height} retry={state}>
          {!overlay?.full && <View state={state} area={area} />}
          {overlay && <overlay.draw state={state} area={area} />}
        </Boundary>
      </Box>
      <Status state={state} />
      <Hints state={state} />
    </Box>
  );
}

/** As many rows as there are, however few. */
function TooSmall({ state: { size } }: { state: State }): ReactElement {
  const text = `too small: ${LEAST.columns}x${LEAST.rows} at least`;
  return (
    <Box height={size.rows} width={size.columns}>
      <Text>{truncate(text, size.columns)}</Text>
    </Box>
  );
}

function Tabs({ state }: { state: State }): ReactElement {
  const { look, size } = state;
  const tabs = tabsOf(state);
  const used = tabs.reduce((sum, { text }) => sum + text.length, TABS_FROM);
  const count = running(state).length;
  const note = count === 0 ? '' : `${count} running `;
  return (
    <Text wrap="truncate">
      <Text {...styleOf(look, 'title')}>{toWidth(' spc', TABS_FROM)}</Text>
      {tabs.map(({ view, text, active }) => (
        <Text key={view} {...styleOf(look, active ? 'tabActive' : 'tab')}>
          {text}
        </Text>
      ))}
      <Text {...styleOf(look, 'warning')}>
        {size.columns - used > note.length ? toWidth(note, size.columns - used, true) : ''}
      </Text>
    </Text>
  );
}

/** What is typed, else what was told, else the command that shows the same. */
function Status({ state }: { state: State }): ReactElement {
  const { look, message, size } = state;
  const prompt = topPrompt(state);
  if (prompt) return <PromptLine prompt={prompt} look={look} width={size.columns} />;
  if (message)
    return (
      <Text {...styleOf(look, message.style === 'error' ? 'error' : 'ok')}>
        {toWidth(` ${message.text}`, size.columns)}
      </Text>
    );
  const argv = commandOf(state);
  return (
    <Text {...styleOf(look, 'dim')}>{toWidth(argv ? ` $ ${shellQuote(['spc', ...argv])}` : '', size.columns)}</Text>
  );
}

/** The keys that count, as many as there is room for. */
function Hints({ state }: { state: State }): ReactElement {
  const { look, size } = state;
  return (
    <Text wrap="truncate">
      {' '}
      {hintsOf(state, size.columns - 1).map(({ key, hint }) => (
        <Text key={key}>
          <Text {...styleOf(look, 'key')}>{key}</Text>
          <Text {...styleOf(look, 'dim')}>{` ${hint}  `}</Text>
        </Text>
      ))}
    </Text>
  );
}
