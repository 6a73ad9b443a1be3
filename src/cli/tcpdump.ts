/** `spc tcpdump`: the packets of a target. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { SpcError } from '../core/errors.ts';
import { startTcpdump } from '../io/tracing/tcpdump.ts';
import { copyToFile, copyToStdout, type PcapCopy } from '../io/tracing/tcpdump-copy.ts';
import { wireshark as copyToWireshark } from '../io/tracing/wireshark.ts';
import { type TraceRun, type TracingOptions, traceAndShow, withTracing } from './tracing.ts';

interface TcpdumpCommandOptions extends Omit<TracingOptions, 'record'> {
  record?: string | boolean;
  interface?: string;
  hostSide?: boolean;
  snapshotLength?: number;
  count?: number;
  bufferSize?: number;
  immediate?: boolean;
  write?: string;
  force?: boolean;
  wireshark?: boolean;
}

/** `spc tcpdump TARGET [filter…]`. */
export function tcpdumpCommand(run: TraceRun = traceAndShow): Command {
  return withTracing(new Command('tcpdump'))
    .description(
      "the packets of a target, on every interface of its network; a capture is kept in the session's directory",
    )
    .addArgument(new Argument('<target>', 'a container, process, namespace or cgroup'))
    .addArgument(new Argument('[filter...]', 'what is captured, as in pcap-filter(7): tcp port 80'))
    .option('--no-record', 'keep no session directory')
    .option('-i, --interface <name>', "only this one of the target's interfaces")
    .option('--host-side', "at the other ends of the target's veths, on the host")
    .addOption(new Option('-s, --snapshot-length <bytes>', 'keep so much of each packet').argParser(number(1, 262_144)))
    .addOption(new Option('-c, --count <n>', 'end after so many packets').argParser(number(1, 2 ** 31 - 1)))
    .addOption(new Option('-B, --buffer-size <KiB>', "the kernel's buffer (16384)").argParser(number(1, 1_048_576)))
    .option('--immediate', 'show packets at once, not up to a second later; drops more of them')
    .option('-w, --write <file>', 'a copy of the capture: a new file, or - for stdout, and nothing else there')
    .option('--force', 'with -w: put a new file in the place of one that is there')
    .option('--wireshark', 'start wireshark on the capture')
    .addOption(new Option('-n', 'addresses are never looked up in DNS anyway').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action(action(run));
}

const EXAMPLES = `
Examples:
  spc tcpdump web
  spc tcpdump web tcp port 80 -c 20
  spc tcpdump podman/db --host-side -d 10s
  spc tcpdump netns:blue -i eth0 icmp or arp
  spc tcpdump web -w /root/web.pcap --no-record
  spc tcpdump web -w - | tcpdump -r - -n
  spc tcpdump web --wireshark`;

const number = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
};

const action =
  (run: TraceRun) =>
  async (target: string, filter: string[], options: TcpdumpCommandOptions): Promise<void> => {
    const {
      interface: name,
      hostSide = false,
      snapshotLength: snapLength,
      count,
      bufferSize,
      immediate = false,
    } = options;
    const request = { filter, interface: name, hostSide, snapLength, count, bufferSize, immediate };
    startTcpdump(request); // a wrong filter is told before anything is made
    const copy = copyOf(options);
    const { record = true, ...rest } = options;
    const recorded = record === false ? rest : { ...rest, record };
    const silent = options.write === '-';
    const start = startTcpdump({ ...request, copy });
    await run(target, [{ tracer: 'tcpdump', start }], { ...recorded, silent });
  };

function copyOf({
  write,
  force = false,
  wireshark = false,
  json = false,
}: TcpdumpCommandOptions): PcapCopy | undefined {
  if (write !== undefined && wireshark) throw wrong('-w and --wireshark are two places for one capture', 'choose one');
  if (wireshark) return copyToWireshark();
  if (write === undefined) return undefined;
  if (write !== '-') return copyToFile(write, force);
  if (json) throw wrong('stdout cannot take both the capture and JSON', 'write the capture to a file');
  if (process.stdout.isTTY)
    throw wrong('a capture is no text for a terminal', 'pipe it: spc tcpdump … -w - | tcpdump -r -');
  return copyToStdout();
}

const wrong = (what: string, hint: string) => new SpcError('usage', what, '', hint);
