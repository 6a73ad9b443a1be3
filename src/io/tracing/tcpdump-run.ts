/** One tcpdump at work: its capture, its counts, its end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EndReason } from '../../core/events.ts';
import { LineSplitter } from '../../tracers/lines.ts';
import { countsIn, type PacketCounts } from '../../tracers/tcpdump/counts.ts';
import { Held } from './held.ts';
import { pump } from './pump.ts';
import type { TcpdumpOptions } from './tcpdump.ts';
import type { CapturePlan } from './tcpdump-captures.ts';
import { withCopy } from './tcpdump-copy.ts';
import { startFailure } from './tcpdump-failure.ts';
import type { RunningTool, StreamSink, Tool, TraceSetting } from './types.ts';

export interface Capture {
  running: RunningTool;
  stop(graceMs?: number): Promise<void>;
  ended: Promise<{ reason: EndReason; status: number }>;
}

/** How often it is asked for its counts, and whether there are new interfaces. */
const ASK_MS = 3000;
/** The kernel hands packets over a block at a time: the last of them after a second (packet(7), PACKET_RX_RING). */
const BLOCK_MS = 1100;
const LOOK_MS = 50;

type Options = Pick<TcpdumpOptions, 'filter' | 'count' | 'copy'>;

/** Resolves when it listens. Throws what tcpdump says when it does not. */
export async function startCapture(
  setting: TraceSetting,
  tool: Tool,
  words: readonly string[],
  plan: CapturePlan,
  options: Options,
): Promise<Capture> {
  const started = await startListening(setting, tool, words, plan, options.filter);
  const { running, out, notes, done } = started;
  await beginCopy(options.copy, started);
  const counts: PacketCounts = { captured: 0, received: 0, dropped: 0, missed: 0 };
  const pcap = setting.stream('tcpdump', 'tcpdump', 'pcap', plan.facts);
  out.passTo(options.copy ? withCopy(pcap, options.copy) : pcap);
  notes.passTo(counting(setting.stream('tcpdump-notes', 'tcpdump', 'tcpdump-notes'), counts));
  const asking = setInterval(() => {
    running.signal('SIGUSR1');
    void plan.learn();
  }, ASK_MS);
  let stopped: EndReason | undefined;
  let isOver = false;
  const stop = async (graceMs?: number) => {
    stopped ??= 'stopped';
    if (graceMs !== 0 && !isOver) await settle(running, counts, () => isOver);
    await running.stop(graceMs);
  };
  void options.copy?.failed.then(({ reason, message }) => {
    if (isOver) return;
    stopped ??= reason;
    if (message !== '') setting.tell({ kind: 'note', tracer: 'tcpdump', level: 'error', text: message });
    void running.stop();
  });
  const ended = done.then(async () => {
    const status = await running.ended;
    isOver = true;
    clearInterval(asking);
    await options.copy?.end();
    return endOf(status, stopped, options);
  });
  return { running, stop, ended };
}

/** Throws what the copy does; nothing is left at work then. */
async function beginCopy(copy: TcpdumpOptions['copy'], { running, out, notes }: Listening): Promise<void> {
  try {
    copy?.begin();
  } catch (error) {
    out.drop();
    notes.drop();
    await running.stop(0);
    throw error;
  }
}

/** With a count it ends by itself, as it should. */
function endOf(status: number, stopped: EndReason | undefined, { count }: Options) {
  if (stopped === 'full') return { reason: stopped, status: 71 };
  if (stopped) return { reason: stopped, status: 0 };
  return { reason: count !== undefined && status === 0 ? ('stopped' as const) : ('tool' as const), status };
}

interface Listening {
  running: RunningTool;
  out: Held;
  notes: Held;
  done: Promise<unknown>;
}

async function startListening(
  setting: TraceSetting,
  tool: Tool,
  words: readonly string[],
  plan: CapturePlan,
  filter: readonly string[],
  asRoot = false,
): Promise<Listening> {
  const { name, join } = plan;
  const args = [...words, ...(asRoot ? ['-Z', 'root'] : []), '-i', name, '--', ...filter];
  const running = await setting.toolbox.start(tool, args, join && { join: { target: join, types: ['net'] } });
  const listens = Promise.withResolvers<void>();
  const isListening = () => /^tcpdump: listening on /m.test(notes.text);
  const notes = new Held(() => isListening() && listens.resolve());
  const out = new Held();
  const done = Promise.all([pump(running.stdout, out), pump(running.stderr, notes)]);
  await Promise.race([listens.promise, running.ended]);
  if (isListening()) return { running, out, notes, done };
  // the user tcpdump gives its rights up for is not on every machine
  if (!asRoot && /Couldn't find user/.test(notes.text))
    return await startListening(setting, tool, words, plan, filter, true);
  throw startFailure(notes.text, setting.target.text, filter);
}

/** Keeps the last counts of what passes. */
function counting(sink: StreamSink, counts: PacketCounts): StreamSink {
  const splitter = new LineSplitter();
  return {
    write: (chunk) => {
      for (const line of splitter.push(chunk)) Object.assign(counts, countsIn(line));
      return sink.write(chunk);
    },
    end: () => sink.end(),
  };
}

/** Waits for what was received before now, and not yet handed over: what tcpdump has not taken when it ends is lost. */
async function settle(running: RunningTool, counts: PacketCounts, isOver: () => boolean): Promise<void> {
  for (let waited = 0; waited < BLOCK_MS && !isOver(); waited += LOOK_MS) {
    const before = { ...counts };
    running.signal('SIGUSR1');
    await sleep(LOOK_MS);
    const { captured, received, dropped } = counts;
    const isNew = waited > 0 || received !== before.received;
    if (isNew && received > 0 && captured + dropped >= received) return;
    if (waited > 0 && received === 0) return;
  }
}
