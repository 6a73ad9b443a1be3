/** A container that works visibly: it counts in a file and sends a packet to itself each time. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { run, until } from '../spc.ts';

export type Engine = 'docker' | 'podman';

export interface Workload {
  engine: Engine;
  name: string;
  /** Host pid of its first process now; 0 when it does not run. */
  pid(): number;
  /** How far it has counted. */
  count(): number;
  /** Resolves when it counts on. */
  advances(): Promise<void>;
  /** What is wrong with its processes: one that is stopped or traced. */
  harmed(): string[];
  /** The CPUs each of its processes may use. */
  affinity(): string[];
  remove(): void;
}

let started = 0;

const SCRIPT =
  'i=0; while [ $i -lt LIMIT ]; do i=$((i+1)); echo $i > /count; ping -q -c 1 127.0.0.1 >/dev/null; sleep 0.05; done';

/** Counts up to `limit`, some 20 a second. */
export function startWorkload(engine: Engine, limit = 1_000_000): Workload {
  const name = `spc-fault-${process.pid}-${++started}`;
  const script = SCRIPT.replace('LIMIT', String(limit));
  const { status, stderr } = run([
    engine,
    'run',
    '-d',
    '--cap-add=NET_RAW',
    '--name',
    name,
    'localhost/spc-bb',
    'sh',
    '-c',
    script,
  ]);
  if (status !== 0) throw new Error(stderr);
  let known = 0;
  const pid = () => {
    if (read(`/proc/${known}/stat`) === '')
      known = Number(run([engine, 'inspect', '--format', '{{.State.Pid}}', name]).stdout);
    return known;
  };
  const count = () => Number(read(`/proc/${pid()}/root/count`) || 0);
  return {
    engine,
    name,
    pid,
    count,
    advances: async () => {
      const before = count();
      await until(() => count() > before, `${name} to count on from ${before}`);
    },
    harmed: () => members(pid()).filter(isHarmed),
    affinity: () =>
      members(pid())
        .slice(0, 1)
        .map((status) => /^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? ''),
    remove: () => void run([engine, 'rm', '-f', ...(engine === 'podman' ? ['-t', '0'] : []), name]),
  };
}

/** A process that is just ending is neither. */
const isHarmed = (status: string) => /^State:\s+[Tt]/m.test(status) || !/^TracerPid:\s+0$/m.test(status);

/** /proc/PID/status of each process in the pid namespace of `pid`. */
function members(pid: number): string[] {
  const namespace = link(`/proc/${pid}/ns/pid`);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && namespace !== '' && link(`/proc/${entry}/ns/pid`) === namespace)
    .map((entry) => read(`/proc/${entry}/status`))
    .filter((status) => status !== '');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
