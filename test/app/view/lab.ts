/** A view on a session that is told, not run; time passes when a test says so. */
import { openSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { ViewIo } from '../../../src/app/view/io.ts';
import { SessionView } from '../../../src/app/view/view.ts';
import type { SyscallEvent, TraceEvent, TracerName } from '../../../src/core/events.ts';
import type { SessionHeader } from '../../../src/core/session/types.ts';
import type { Look, PaneLook, PaneSnapshot } from '../../../src/core/wire/session.ts';
import { openSpool } from '../../../src/io/spool/spool.ts';
import { within } from '../../../src/io/within.ts';

export const BEGAN = 1_795_336_000;

export const HEADER: SessionHeader = {
  kind: 'session',
  schema: 1,
  target: { text: 'web', title: 'container web', pid: 42, startTime: 1, container: null },
  began: `${BEGAN}000000000`,
  kernel: '6.1',
  hostname: 'h',
  tracers: [
    {
      tracer: 'strace',
      tool: '/usr/bin/strace',
      version: '',
      from: 'host',
      argv: ['strace', '-p', '1 2'],
      cost: 'much',
    },
  ],
  directory: '/sessions/one',
  replay: false,
};

export class ViewLab {
  /** Milliseconds, of both clocks. */
  time = 0;
  /** So long each look at the clock takes. */
  step = 0;
  isRead = true;
  turns = 0;
  /** Called before each turn. */
  onTurn: () => void = () => {};
  readonly timers: { at: number; call: () => void }[] = [];
  readonly spool;
  readonly io: ViewIo;
  changes = 0;
  view: SessionView;

  constructor(tracers: TracerName[] = ['strace'], limit = 1024 ** 3) {
    this.spool = openSpool({ limit, open: openScratch });
    this.io = {
      ms: () => (this.time += this.step),
      epoch: () => BEGAN * 1e9 + this.time * 1e6,
      turn: async () => {
        this.turns++;
        this.onTurn();
      },
      later: (ms, call) => {
        const timer = { at: this.time + ms, call };
        this.timers.push(timer);
        return () => void this.timers.splice(this.timers.indexOf(timer), 1);
      },
      within,
      isRead: () => this.isRead,
      spool: this.spool,
    };
    this.view = new SessionView(this.io, { tracers, debug: false, changed: () => this.changes++ });
  }

  /** Time passes; what was to be called then is. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.call();
    }
    this.time = end;
  }

  begin(header: Partial<SessionHeader> = {}): void {
    this.view.tell({ ...HEADER, kind: 'session', header: { ...HEADER, ...header } } as never);
  }

  tell(...events: TraceEvent[]): void {
    this.view.tell({ kind: 'events', events });
  }

  pane(look: Partial<PaneLook> = {}): PaneSnapshot {
    const seen: Look = { panes: [{ name: 'strace', top: null, height: 5, filter: '', ...look }] };
    const pane = this.view.look(seen).panes.find(({ name }) => name === (look.name ?? 'strace'));
    if (!pane) throw new Error('no such pane');
    return pane;
  }
}

function openScratch(): number {
  const path = `${tmpdir()}/spc-view-${process.pid}-${Math.random()}`;
  const fd = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return fd;
}

/** `7 sh NAME(ARGS) = 0 <1.00µs>`. */
export const call = (at: number, name: string, more: Partial<SyscallEvent> = {}): SyscallEvent => ({
  kind: 'syscall',
  tracer: 'strace',
  at,
  pid: 7,
  nsPid: 7,
  comm: 'sh',
  name,
  args: '',
  result: '0',
  error: '',
  detail: '',
  duration: 1000,
  unfinished: false,
  ...more,
});

/** Calls a microsecond apart: every third is a read, every thousandth an open. */
export function manyCalls(count: number): SyscallEvent[] {
  return Array.from({ length: count }, (_, index) =>
    call(index * 1000, index % 1000 === 999 ? 'open' : index % 3 === 0 ? 'read' : 'write', { args: `${index}` }),
  );
}
