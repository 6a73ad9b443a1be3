/** Sessions of real containers: recorded, replayed, cut off, filled up, exported. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clockStep } from '../../src/app/session/tend.ts';
import type { LogEvent, SyscallEvent, TraceEvent } from '../../src/core/events.ts';
import { decodeEntry } from '../../src/core/session/journal.ts';
import type { Manifest } from '../../src/core/session/types.ts';
import { openRecording } from '../../src/io/recorder/recording.ts';
import { errorOf, removeScratch, run, SCRATCH, SPC, spc, start, until } from './spc.ts';

type Timed = TraceEvent & { time: string };

/** A line to each stream of the log and a file that is not there, some ten times a second; five packets to the gateway. */
const WORK =
  'ping -i 0.2 $(ip route | sed -n "s/^default via \\([^ ]*\\).*/\\1/p") >/dev/null & ' +
  'i=0; while :; do i=$((i+1)); echo out $i; echo err $i >&2; cat /nonexistent 2>/dev/null; sleep 0.1; done';

/** As many system calls as it can. */
const BUSY = 'while :; do : </dev/null; done';

const ENGINES = ['docker', 'podman'] as const;
const nameOf = (engine: string) => `spc-record-${process.pid}-${engine}`;

const IMAGE = 'localhost/spc-bb';

function begin(engine: string, name: string, work: string): void {
  const { status, stderr } = run([engine, 'run', '-d', '--cap-add=NET_RAW', '--name', name, IMAGE, 'sh', '-c', work]);
  if (status !== 0) throw new Error(stderr);
}

beforeAll(() => {
  for (const engine of ENGINES) begin(engine, nameOf(engine), WORK);
});

afterAll(() => {
  for (const engine of ENGINES) run([engine, 'rm', '-f', nameOf(engine)]);
  removeScratch();
});

const linesOf = (text: string) => text.trimEnd().split('\n');
const eventsOf = (ndjson: string): Timed[] =>
  linesOf(ndjson)
    .slice(1)
    .map((line) => JSON.parse(line));
const manifestOf = (directory: string): Manifest => JSON.parse(readFileSync(`${directory}/manifest.json`, 'utf8'));
/** strace tells microseconds; beside that, how far off the readings of the clocks may be. */
const uncertaintyOf = (directory: string) =>
  1000 + Math.max(...manifestOf(directory).clock.readings.map(({ uncertainty }) => uncertainty));
const isLog = (event: Timed): event is LogEvent & { time: string } => event.kind === 'log';

const journalOf = (directory: string) => readFileSync(`${directory}/journal.000001`, 'utf8');

/** How many bytes of output a journal tells of. */
function bytesToldIn(journal: string) {
  const told = { strace: 0, log: 0 };
  const tracers = new Map<number, string>();
  for (const entry of journal.split('\n').map(decodeEntry))
    if (entry?.kind === 'stream') tracers.set(entry.id, entry.tracer);
    else if (entry?.kind === 'chunk') told[tracers.get(entry.id) as 'log'] += entry.length;
  return told;
}

/** Records for so long; the directory, and what was shown. */
function recorded(name: string, ...options: string[]) {
  const directory = `${SCRATCH}/${name}`;
  const live = spc(['record', nameOf('docker'), '-o', directory, '--json', ...options]);
  return { directory, live };
}

describe.each(ENGINES)('a session of %s', (engine) => {
  const directory = `${SCRATCH}/${engine}`;
  let live: string;

  it('has system calls, packets and both streams of the log', () => {
    const tracers = ['--strace', '--tcpdump=icmp', '--logs'];
    const outcome = spc(['record', nameOf(engine), ...tracers, '-d', '3s', '-o', directory, '--json']);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    live = outcome.stdout;
    const [header] = linesOf(live).map((line) => JSON.parse(line));
    expect(header).toMatchObject({
      kind: 'session',
      schema: 1,
      directory,
      replay: false,
      target: { container: { engine } },
    });
    expect(header.tracers.map(({ tracer }: { tracer: string }) => tracer)).toEqual(['strace', 'tcpdump', 'log']);
    const events = eventsOf(live);
    const logged = events.filter(isLog);
    for (const stream of ['stdout', 'stderr']) {
      const numbers = logged.filter((event) => event.stream === stream).map(({ text }) => Number(text.split(' ')[1]));
      expect(numbers.length).toBeGreaterThan(1);
      expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
    }
    expect(events.filter((event) => event.kind === 'syscall' && event.error === 'ENOENT').length).toBeGreaterThan(1);
    expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(3);
  });

  it('is on one clock: the log has a line when strace saw it written', () => {
    const events = eventsOf(live);
    const written = new Map<string, number>();
    for (const event of events)
      if (event.kind === 'syscall' && event.name === 'write') {
        const [, text] = /"(out \d+)\\n"/.exec(event.args) ?? [];
        if (text) written.set(text, event.at);
      }
    const late = events.flatMap((event) => {
      const at = event.kind === 'log' ? written.get(event.text) : undefined;
      return at === undefined ? [] : [event.at - at];
    });
    expect(late.length).toBeGreaterThan(1);
    // the engine stamps a line when it reads it: never before it was written
    expect(Math.min(...late)).toBeGreaterThan(-uncertaintyOf(directory));
  });

  it('is on one clock: a packet leaves after its call has begun, and before the next one', () => {
    const events = eventsOf(live);
    const ping = events.find((event) => event.kind === 'syscall' && event.name === 'sendto') as SyscallEvent;
    const begun = events.filter((event) => event.kind === 'syscall' && event.pid === ping.pid);
    const calls = begun
      .toSorted((a, b) => a.at - b.at)
      .flatMap((event, i, all) =>
        event.kind === 'syscall' && event.name === 'sendto' ? [{ from: event.at, to: all[i + 1]?.at ?? event.at }] : [],
      );
    const [first, last] = [calls[0]?.from ?? 0, calls.at(-1)?.to ?? 0];
    // tcpdump looks on a little longer
    const requests = events.filter(
      (event) => event.kind === 'packet' && event.info.includes('echo request') && event.at > first && event.at < last,
    );
    expect(requests.length).toBeGreaterThan(3);
    const apart = uncertaintyOf(directory);
    const outside = requests.filter(({ at }) => !calls.some(({ from, to }) => at > from - apart && at < to + apart));
    expect(outside).toEqual([]);
  });

  it('replays as it was, byte for byte', () => {
    const replay = spc(['replay', directory, '--json']);
    expect(replay.stderr).toBe('');
    expect(replay.stdout).toBe(live.replace('"replay":false', '"replay":true'));
  });

  it('is for root only, and tells all of itself', () => {
    expect(statSync(directory).mode & 0o7777).toBe(0o700);
    for (const file of readdirSync(directory)) expect(statSync(`${directory}/${file}`).mode & 0o7777).toBe(0o600);
    const manifest = manifestOf(directory);
    expect(manifest).toMatchObject({
      schema: 1,
      end: { reason: 'duration' },
      losses: [],
      target: { container: { engine } },
    });
    expect(manifest.clock.readings.length).toBeGreaterThan(1);
    const { readings } = manifest.clock;
    expect(readings.map(({ at }) => at)).toEqual(readings.map(({ at }) => at).toSorted((a, b) => a - b));
    // none contradicts the one before by more than both say they may be off
    for (const [i, reading] of readings.slice(1).entries())
      expect(clockStep(readings[i] as (typeof readings)[0], reading)).toBe(0);
    const total = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(eventsOf(live).length);
    const { processes } = JSON.parse(readFileSync(`${directory}/namespaces.json`, 'utf8'));
    expect(processes.map(({ pid }: { pid: number }) => pid)).toContain(manifest.target.pid);
    expect(JSON.parse(readFileSync(`${directory}/inspect.json`, 'utf8'))).toMatchObject({ container: { engine } });
  });
});

describe('a recording', () => {
  it('that is killed keeps all but the last second', async () => {
    const directory = `${SCRATCH}/killed`;
    const child = start(['record', nameOf('docker'), '--strace', '--logs', '-o', directory, '--json']);
    let live = '';
    child.stdout?.on('data', (chunk) => {
      live += chunk;
    });
    // enough for the first ten events
    const before = await until(() => {
      const journal = existsSync(`${directory}/journal.000001`) ? journalOf(directory) : '';
      return bytesToldIn(journal).strace > 10_000 && journal;
    }, 'events');
    expect(spc(['session', 'rm', directory])).toMatchObject({
      status: 79,
      stderr: expect.stringContaining('is being recorded'),
    });
    await setTimeout(1000);
    child.kill('SIGKILL');
    await until(() => child.signalCode !== null, 'its end');
    await until(() => !existsSync(`${directory}/reserve`), 'its guard');
    const replay = spc(['replay', directory, '--json']);
    expect(replay).toMatchObject({ status: 0, stderr: expect.stringContaining('it was cut off') });
    expect(journalOf(directory).startsWith(before)).toBe(true);
    const recording = await openRecording(directory);
    const replayed = { strace: 0, log: 0 };
    const tracers = new Map<number, string>();
    for (const item of recording.items())
      if (item.kind === 'stream') tracers.set(item.id, item.tracer);
      else if (item.kind === 'bytes') replayed[tracers.get(item.id) as 'log'] += item.bytes.length;
    recording.close();
    expect(replayed.strace).toBeGreaterThanOrEqual(bytesToldIn(before).strace);
    expect(replayed.log).toBeGreaterThanOrEqual(bytesToldIn(before).log);
    expect(linesOf(replay.stdout).slice(1, 11)).toEqual(linesOf(live).slice(1, 11));
    expect(spc(['session', 'show', directory]).stdout).toMatch(/state +cut off/);
  });

  it('goes where sessions are kept, and is found there', () => {
    const env = { SPC_STORE: `${SCRATCH}/store` };
    expect(spc(['record', nameOf('docker'), '--logs', '-d', '1s', '-q'], { env }).status).toBe(0);
    const rows = JSON.parse(spc(['session', 'ls', '--json'], { env }).stdout);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ state: 'complete', reason: 'duration', tracers: ['log'] });
    expect(rows[0].name).toMatch(/^\d{8}T\d{6}Z-spc-record-.*-docker-[0-9a-f]{6}$/);
    expect(spc(['replay', 'last', '--tracer', 'log'], { env }).stdout).toMatch(/ out \d+$/m);
    expect(JSON.parse(spc(['session', 'show', 'last', '--json'], { env }).stdout).manifest.end.reason).toBe('duration');
    expect(spc(['session', 'rm', rows[0].name], { env }).status).toBe(0);
    expect(readdirSync(`${SCRATCH}/store/sessions`)).toEqual([]);
  });

  it('is exported as an archive for its owner only', () => {
    const { directory } = recorded('exported', '--logs', '-d', '1s');
    const tar = `${SCRATCH}/exported.tar`;
    expect(spc(['session', 'export', directory, '-o', tar]).status).toBe(0);
    expect(statSync(tar).mode & 0o777).toBe(0o600);
    expect(spc(['session', 'export', directory, '-o', tar])).toMatchObject({ status: 71 });
    mkdirSync(`${SCRATCH}/unpacked`);
    expect(run(['tar', '-xf', tar, '-C', `${SCRATCH}/unpacked`]).status).toBe(0);
    const [before, after] = [directory, `${SCRATCH}/unpacked/exported`].map((path) => spc(['replay', path]).stdout);
    expect(after).toBe(before);
    expect(before).toMatch(/out \d+/);
    const piped = spawnSync('sh', ['-c', `bin/spc session export ${directory} | tar -t`], { encoding: 'utf8' });
    expect(linesOf(piped.stdout)).toContain('exported/manifest.json');
  });

  it('is not half an archive when there is no room', () => {
    const { directory } = recorded('too-large', '--logs', '-d', '1s');
    writeFileSync(`${directory}/journal.000009`, Buffer.alloc(2 * 1024 ** 2));
    const mount = `${SCRATCH}/no-room`;
    mkdirSync(mount);
    expect(run(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', mount]).status).toBe(0);
    try {
      const outcome = spc(['session', 'export', directory, '-o', `${mount}/a.tar`]);
      expect(outcome).toMatchObject({
        status: 71,
        stderr: expect.stringMatching(/^spc: cannot write .*\n {2}why: ENOSPC/),
      });
      expect(readdirSync(mount)).toEqual([]);
    } finally {
      run(['umount', mount]);
    }
  });

  it('that could not begin leaves nothing', () => {
    const env = { SPC_STORE: `${SCRATCH}/empty` };
    const outcome = spc(['record', nameOf('docker'), '--strace=-e trace=nonsense'], { env });
    expect(outcome.status).not.toBe(0);
    expect(readdirSync(`${SCRATCH}/empty/sessions`)).toEqual([]);
  });

  it('is replayed from within its directory', () => {
    const { directory } = recorded('here', '--logs', '-d', '1s');
    const words = ['sh', '-c', 'cd "$1" && "$0" replay .', SPC, directory];
    expect(run(words)).toMatchObject({ status: 0, stdout: expect.stringMatching(/out \d+/) });
  });

  it('is one of many that are removed when they are old', () => {
    const env = { SPC_STORE: `${SCRATCH}/many` };
    for (let i = 0; i < 2; i++) spc(['record', nameOf('docker'), '--logs', '-d', '100ms', '-q'], { env });
    const kept = () => readdirSync(`${SCRATCH}/many/sessions`).length;
    expect(spc(['session', 'rm', '--older', '1d'], { env }).status).toBe(0);
    expect(kept()).toBe(2);
    expect(spc(['session', 'rm', '--older', '0s'], { env }).status).toBe(0);
    expect(kept()).toBe(0);
    expect(spc(['session', 'rm', '--all', 'last'], { env }).status).toBe(64);
    expect(spc(['session', 'rm'], { env }).status).toBe(64);
  });

  it('is refused where others could have put something', () => {
    const directory = `${SCRATCH}/full`;
    mkdirSync(directory);
    writeFileSync(`${directory}/x`, '');
    const outcome = spc(['record', nameOf('docker'), '--logs', '-o', directory, '--json']);
    expect(outcome.status).toBe(64);
    expect(errorOf(outcome)).toMatchObject({ code: 'usage', why: 'it is not empty' });
  });
});

describe('a container that does much', () => {
  const busy = nameOf('busy');
  const mount = `${SCRATCH}/tmpfs`;
  beforeAll(() => begin('docker', busy, BUSY));
  afterAll(() => run(['docker', 'rm', '-f', busy]));
  afterEach(() => run(['umount', mount]));

  it('has a record that stays below its size, and says what it dropped', async () => {
    const directory = `${SCRATCH}/small`;
    const child = start(['record', busy, '--strace', '-o', directory, '--json', '--max-size', '1M']);
    const { promise: ended, resolve } = Promise.withResolvers<number | null>();
    child.on('close', resolve);
    let lines = 0;
    let asked = false;
    child.stdout?.on('data', (chunk: Buffer) => {
      lines += String(chunk).split('\n').length - 1;
      if (lines < 25_000 || asked) return; // 1.5 MB as strace writes them
      asked = true;
      child.kill('SIGINT');
    });
    expect(await ended).toBe(0);
    const size = readdirSync(directory).reduce((sum, file) => sum + statSync(`${directory}/${file}`).size, 0);
    expect(size).toBeLessThan(1.2 * 1024 ** 2);
    const { streams, losses } = manifestOf(directory);
    const [first] = streams.filter(({ firstSegment }) => firstSegment > 1);
    expect(first, `${size} bytes, not enough to drop any`).toBeDefined();
    expect(losses).toContainEqual(
      expect.objectContaining({ tracer: 'strace', what: expect.stringContaining('made way') }),
    );
    const events = eventsOf(spc(['replay', directory, '--json']).stdout);
    expect(events.at(-1)).toMatchObject({ kind: 'lost', tracer: 'strace' });
    expect(events.filter(({ kind }) => kind === 'syscall').length).toBeGreaterThan(500);
  }, 180_000);

  it('fills a disk: the recording ends with a manifest, and what is there replays', () => {
    mkdirSync(mount, { recursive: true });
    expect(run(['mount', '-t', 'tmpfs', '-o', 'size=1m,mode=700', 'none', mount]).status).toBe(0);
    const directory = `${mount}/session`;
    const outcome = spc(['record', busy, '--strace', '-d', '60s', '-o', directory, '--json']);
    expect(outcome).toMatchObject({ status: 71, stderr: expect.stringContaining('the disk is full (ENOSPC)') });
    expect(manifestOf(directory).end).toMatchObject({ reason: 'full' });
    const replay = spc(['replay', directory, '--json']);
    expect(replay.status).toBe(0);
    const shown = linesOf(outcome.stdout);
    const again = linesOf(replay.stdout);
    expect(again.length).toBeGreaterThan(1000);
    expect(again.slice(1, 1000)).toEqual(shown.slice(1, 1000));
  });
});

describe('a command line', () => {
  it.each([
    [['record', '--strace', 'web'], 'the target comes first: spc record web --strace'],
    [['record', 'web'], 'name a tracer'],
    [['record', 'web', "--strace=-e 'x"], 'quote is not closed'],
  ])('%j is told what is wrong', (args, text) => {
    const outcome = spc(args);
    expect(outcome.status).toBe(64);
    expect(outcome.stderr).toContain(text);
  });

  it('that names no session is told so', () => {
    for (const command of [['replay'], ['session', 'show'], ['session', 'rm'], ['session', 'export']])
      expect(spc([...command, '/etc'])).toMatchObject({ status: 95 });
  });
});
