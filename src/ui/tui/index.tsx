/** The terminal UI, started and ended. */
import { render, useApp } from 'ink';
import { type ReactElement, useEffect } from 'react';
import { App } from './app.tsx';
import { asciiScreen } from './ascii.ts';
import { Clicks, ESCAPE_MS, KeyReader } from './input.ts';
import { Lending } from './lending.ts';
import type { State } from './state.ts';
import { createStore, type Store } from './store.ts';
import type { TuiHost } from './types.ts';

/** What is in sight is read anew after so long. */
const TICK_MS = 2000;

/**
 * Shows the UI until its user leaves it, or the host wants it to end; then all that it started has ended. Resolves with the
 * directories of the sessions it recorded. Rejects with what it fell over.
 */
export async function startTui(host: TuiHost, size: { columns: number; rows: number }): Promise<string[]> {
  const terminal = new Lending(host);
  let isLeaving = false;
  const leave = async () => {
    if (isLeaving) return;
    isLeaving = true;
    store.tell({ kind: 'told', text: 'ending what runs …', style: 'info' });
    await Promise.all([terminal.returned, store.close()]);
    terminal.leave(fallen(host.ending));
  };
  const store = createStore(host, size, { lend: (during) => terminal.lend(during), quit: () => void leave() });

  readKeys(host, store);
  const { waitUntilExit } = render(<Root store={store} terminal={terminal} />, {
    stdin: host.stdin,
    stdout: host.look.unicode ? host.stdout : asciiScreen(host.stdout),
    alternateScreen: true,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    maxFps: 60,
  });
  terminal.mouse(true);
  store.tell({ kind: 'tick' });
  const ticks = setInterval(() => terminal.isLent || store.tell({ kind: 'tick' }), TICK_MS);
  host.onContinue(() => void terminal.lend(async () => undefined));
  host.onStop(() => void (terminal.isLent ? host.stop() : terminal.lend(() => host.stop())));
  host.ending.addEventListener('abort', () => void leave());
  if (host.ending.aborted) void leave();
  try {
    await waitUntilExit();
  } finally {
    clearInterval(ticks);
    terminal.mouse(false);
    await store.close();
  }
  return recorded(store.state());
}

const recorded = ({ sessions }: State): string[] =>
  sessions.flatMap(({ snapshot }) => (snapshot?.directory && !snapshot.replay ? [snapshot.directory] : []));

/** The error that the UI is to end with; undefined: it ends as it is asked to. */
const fallen = ({ reason }: AbortSignal): Error | undefined =>
  reason instanceof Error && reason.name !== 'AbortError' ? reason : undefined;

function Root({ store, terminal }: { store: Store; terminal: Lending }): ReactElement {
  const app = useApp();
  useEffect(() => terminal.take(app), [terminal, app]);
  return <App store={store} />;
}

function readKeys(host: TuiHost, store: Store): void {
  const reader = new KeyReader();
  const clicks = new Clicks();
  let waiting: NodeJS.Timeout | undefined;
  const tell = (messages: ReturnType<KeyReader['push']>) => {
    for (const msg of messages) store.tell(msg.kind === 'mouse' ? clicks.seen(msg, performance.now()) : msg);
  };
  host.onInput((chunk) => {
    clearTimeout(waiting);
    tell(reader.push(chunk));
    if (reader.isWaiting) waiting = setTimeout(() => tell(reader.flush()), ESCAPE_MS);
  });
}
