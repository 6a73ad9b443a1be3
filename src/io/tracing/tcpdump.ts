/** tcpdump in a target's network namespace. */
import { SpcError } from '../../core/errors.ts';
import type { EndReason } from '../../core/events.ts';
import { plannedCaptures } from './tcpdump-captures.ts';
import type { PcapCopy } from './tcpdump-copy.ts';
import { type Capture, startCapture } from './tcpdump-run.ts';
import type { RunningTracer, StartTracer } from './types.ts';

export interface TcpdumpOptions {
  /** Words of a filter expression, pcap-filter(7). */
  filter: readonly string[];
  /** One of the target's interfaces; undefined: all. */
  interface?: string | undefined;
  /** At the other ends of the target's veths, in the host's namespace. */
  hostSide?: boolean;
  /** Bytes of a packet that are kept; undefined: all. */
  snapLength?: number | undefined;
  /** Packets after which it ends. */
  count?: number | undefined;
  /** KiB of the kernel's buffer; undefined: 16 MiB. */
  bufferSize?: number | undefined;
  /** Packets come at once, not up to a second later, and more of them are dropped. */
  immediate?: boolean;
  /** Takes the capture, too. */
  copy?: PcapCopy | undefined;
}

/** tcpdump's own 2 MiB are full in an instant while spc has no turn. */
const BUFFER_KIB = 16_384;

const COST = 'each packet that the filter lets through is copied once; some percent of a busy CPU';

/**
 * Captures on every interface of the target's network namespace, whatever addresses it has. Throws `usage` with what
 * tcpdump says about the filter or the interface, and as `StartTracer` does.
 */
export function startTcpdump(options: TcpdumpOptions): StartTracer {
  refuseOptions(options.filter);
  return async (setting) => {
    const tool = await setting.toolbox.find('tcpdump');
    const plans = await plannedCaptures(setting.target, options);
    if (plans.length > 1 && options.copy) throw severalLinks(plans.map(({ name }) => name));
    const captures: Capture[] = [];
    try {
      for (const plan of plans) captures.push(await startCapture(setting, tool, wordsOf(options), plan, options));
    } catch (error) {
      await Promise.all(captures.map((capture) => capture.stop(0)));
      throw error;
    }
    return together(captures);
  };
}

/** What all captures have in common, before the interface. */
function wordsOf({ snapLength, count, bufferSize = BUFFER_KIB, immediate }: TcpdumpOptions): string[] {
  return [
    ...['-n', '-U', '-w', '-', '--time-stamp-precision=nano', '-B', String(bufferSize)],
    ...(snapLength === undefined ? [] : ['-s', String(snapLength)]),
    ...(count === undefined ? [] : ['-c', String(count)]),
    ...(immediate ? ['--immediate-mode'] : []),
  ];
}

function together(captures: readonly Capture[]): RunningTracer {
  const [first] = captures as [Capture, ...Capture[]];
  const { tool, argv } = first.running;
  return {
    info: { tracer: 'tcpdump', tool: tool.path, version: tool.version, from: tool.from, argv, cost: COST },
    stop: async (graceMs) => void (await Promise.all(captures.map((capture) => capture.stop(graceMs)))),
    ended: Promise.all(captures.map(({ ended }) => ended)).then(worst),
  };
}

type End = { reason: EndReason; status: number };

const worst = (ends: End[]): End => ends.find(({ status }) => status !== 0) ?? (ends[0] as End);

/** They come behind `--`, where tcpdump takes none of them for an option: whoever writes one is told so. */
function refuseOptions(filter: readonly string[]): void {
  const option = filter.find((word) => /^-./.test(word));
  if (option === undefined) return;
  throw new SpcError(
    'usage',
    `'${option}' is no part of a filter`,
    "the words after the target are a filter expression; options are spc's own",
    'spc tcpdump --help lists them',
  );
}

function severalLinks(names: readonly string[]): SpcError {
  return new SpcError(
    'usage',
    'one file cannot take the captures of several interfaces',
    `the target's links have these other ends: ${names.join(', ')}`,
    "choose a link by its name in the target: -i eth0; or take them from the session's directory",
  );
}
