import { describe, expect, test } from 'vitest';
import { call, HEADER, manyCalls, ViewLab } from './lab.ts';

const S = 1e9;

describe('a live session', () => {
  test('from before its beginning to its end', () => {
    const lab = new ViewLab(['strace', 'tcpdump']);
    expect(lab.view.snapshot()).toMatchObject({
      state: 'starting',
      at: 0,
      directory: null,
      panes: [{ status: 'starting' }, { status: 'starting' }],
    });
    lab.begin();
    lab.time = 2000;
    lab.tell(call(S, 'read'));
    expect(lab.view.snapshot()).toMatchObject({
      state: 'running',
      at: 2 * S,
      end: '',
      replay: false,
      directory: '/sessions/one',
    });
    expect(lab.pane()).toMatchObject({
      title: "strace -p '1 2'",
      cost: 'much',
      status: 'running',
      reason: '',
      total: 1,
    });
    lab.view.ending();
    expect(lab.view.snapshot().state).toBe('ending');
    lab.tell({ kind: 'end', tracer: 'strace', at: 2 * S, reason: 'stopped', status: 0 });
    lab.view.tell({ kind: 'note', isSummary: true, text: 'one call\x1b[2J; stopped' });
    lab.view.tell({ kind: 'note', text: 'recorded in /sessions/one' });
    lab.view.close();
    lab.time = 9000;
    const { state, end, at, notes } = lab.view.snapshot();
    expect({ state, end, at }).toEqual({ state: 'ended', end: 'one call␛; stopped', at: 2 * S });
    expect(notes.map(({ text }) => text)).toEqual(['one call␛; stopped', 'recorded in /sessions/one']);
    expect(lab.pane()).toMatchObject({ status: 'ended', reason: 'stopped' });
  });

  test('one of several that could not start, one that fell over: the others go on', () => {
    const lab = new ViewLab(['stap', 'strace', 'log']);
    lab.begin();
    lab.tell(
      { kind: 'note', tracer: 'stap', at: 0, level: 'error', text: 'there is no stap' },
      { kind: 'end', tracer: 'stap', at: 0, reason: 'failed', status: 94 },
      { kind: 'end', tracer: 'strace', at: 5, reason: 'tool', status: 137 },
    );
    const panes = lab.view.look({ panes: [{ name: 'stap', top: null, height: 9, filter: '' }] }).panes;
    expect(panes).toMatchObject([
      { name: 'stap', title: 'stap', status: 'failed', reason: 'failed, status 94' },
      { name: 'strace', status: 'failed', reason: 'the tool ended of its own accord, status 137' },
      { name: 'log', status: 'running', reason: '' },
    ]);
    expect(panes[0]?.rows.map(({ text, style }) => [style, text])).toEqual([
      ['red', 'stap: error: there is no stap'],
      ['red', 'stap: ended (failed, status 94)'],
    ]);
    expect(panes[1]?.rows).toEqual([]);
  });

  test('two scripts of one tool are one pane, which runs as long as one of them', () => {
    const lab = new ViewLab(['stap']);
    const info = { ...HEADER.tracers[0], tracer: 'stap' as const } as never;
    lab.begin({ tracers: [info, info] });
    const end = { kind: 'end', tracer: 'stap', at: 0, reason: 'stopped', status: 0 } as const;
    lab.tell(end);
    expect(lab.pane({ name: 'stap' })).toMatchObject({ status: 'running', title: "strace -p '1 2'; strace -p '1 2'" });
    lab.tell(end);
    expect(lab.pane({ name: 'stap' }).status).toBe('ended');
  });

  test('what is said of the session as a whole is a note; debug is for nobody', () => {
    const lab = new ViewLab();
    lab.begin();
    lab.tell(
      { kind: 'lost', tracer: 'spc', at: 3, count: 2, what: 'events' },
      { kind: 'note', tracer: 'spc', at: 4, level: 'warning', text: 'the clock' },
      { kind: 'note', tracer: 'strace', at: 4, level: 'debug', text: 'detail' },
    );
    lab.view.tell({ kind: 'warning', text: 'the disk' });
    expect(lab.view.snapshot().notes).toEqual([
      { at: 3, text: 'spc: LOST 2 events', style: 'alarm' },
      { at: 4, text: 'spc: warning: the clock', style: 'yellow' },
      { at: 0, text: 'the disk', style: 'yellow' },
    ]);
    expect(lab.pane().total).toBe(0);
    for (let note = 0; note < 200; note++) lab.view.tell({ kind: 'note', text: String(note) });
    expect(lab.view.snapshot().notes).toHaveLength(50);
    expect(lab.view.snapshot().notes.at(-1)?.text).toBe('199');
  });

  test('a defect at the end is told', () => {
    const lab = new ViewLab();
    lab.begin();
    lab.view.close(new Error('cannot be ended'));
    expect(lab.view.snapshot()).toMatchObject({ state: 'ended', end: 'cannot be ended', notes: [{ style: 'red' }] });
  });

  test('losses and rates', () => {
    const lab = new ViewLab();
    lab.begin();
    lab.time = 2500;
    lab.tell(
      call(0, 'a'),
      call(1.5 * S, 'b'),
      call(1.6 * S, 'c'),
      { kind: 'lost', tracer: 'strace', at: S, count: 7, what: 'x' },
      { kind: 'lost', tracer: 'strace', at: 2 * S, count: null, what: 'y' },
    );
    expect(lab.pane()).toMatchObject({ lost: 7, lostMore: true, rates: [1, 2, 0], losses: [0, 7, 1], total: 5 });
    expect(lab.view.isMoving).toBe(true);
    lab.time = 200_000;
    expect(lab.view.isMoving).toBe(false);
  });
});

describe('what is in sight', () => {
  const lab = new ViewLab();
  lab.begin();
  lab.tell(...manyCalls(3000));
  const numbers = (rows: { index: number }[]) => rows.map(({ index }) => index);

  test('the last rows, those from a row on, and never beyond either end', () => {
    expect(numbers(lab.pane().rows)).toEqual([2995, 2996, 2997, 2998, 2999]);
    expect(lab.pane({ top: 17 })).toMatchObject({ top: 17, total: 3000, kept: 3000, first: 0 });
    expect(numbers(lab.pane({ top: 17, height: 3 }).rows)).toEqual([17, 18, 19]);
    expect(numbers(lab.pane({ top: 99_999, height: 2 }).rows)).toEqual([2998, 2999]);
    expect(numbers(lab.pane({ top: -5, height: 2 }).rows)).toEqual([0, 1]);
    expect(lab.pane({ height: 1e9 }).rows).toHaveLength(1000);
  });

  test('as they are, with their time', () => {
    expect(lab.pane({ top: 999, height: 1 }).rows).toEqual([
      { index: 999, at: 999_000, text: '7 sh open(999) = 0 <1.00µs>', style: '' },
    ]);
  });

  test('a pane that is not drawn has no rows', () => {
    const [pane] = lab.view.look({ panes: [] }).panes;
    expect(pane).toMatchObject({ rows: [], total: 3000 });
  });
});

test('a replay has the time of its last event, and the panes of its record or those that are wanted', () => {
  const lab = new ViewLab([]);
  lab.begin({ replay: true });
  lab.time = 5000;
  lab.tell(call(7 * S, 'read'), call(6 * S, 'read'));
  expect(lab.view.snapshot()).toMatchObject({
    at: 7 * S,
    replay: true,
    panes: [{ name: 'strace', status: 'running' }],
  });
  lab.tell({ kind: 'log', tracer: 'log', at: 8 * S, stream: 'stdout', text: 'x' });
  expect(lab.view.snapshot().panes).toMatchObject([{ name: 'strace' }, { name: 'log', status: 'running' }]);
  const some = new ViewLab(['log', 'spc']);
  some.begin({ replay: true });
  expect(some.view.snapshot().panes.map(({ name }) => name)).toEqual(['log']);
});

test('rows that made way are told once, and are not counted among those that can be read', async () => {
  const lab = new ViewLab(['strace'], 4 * 1024 ** 2);
  lab.begin();
  for (let part = 0; part < 60; part++) {
    lab.tell(...manyCalls(3000));
    await lab.spool.room();
  }
  const pane = lab.pane({ top: 0, height: 1 });
  expect(pane.total).toBe(180_000);
  expect(pane.first).toBeGreaterThan(50_000);
  expect(pane).toMatchObject({ top: pane.first, rows: [{ index: pane.first }] });
  const told = () => lab.view.snapshot().notes.filter(({ text }) => text.includes('made way'));
  expect(told()).toHaveLength(1);
  expect(told()).toHaveLength(1);
});
