/** Runs the real spc, as a user would, for the end-to-end tests. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const SPC = fileURLToPath(new URL('../../bin/spc', import.meta.url));

/** A folder of this test file alone, whose parents are root's: policies and the audit log demand it. */
export const SCRATCH = `/var/lib/spc-test-${process.pid}`;
mkdirSync(SCRATCH, { recursive: true, mode: 0o700 });
export const AUDIT_LOG = `${SCRATCH}/audit.jsonl`;
export const removeScratch = () => rmSync(SCRATCH, { recursive: true, force: true });

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

interface Circumstances {
  env?: Record<string, string | undefined>;
  input?: string;
}

const environment = (env: Circumstances['env'] = {}) => ({
  ...process.env,
  SPC_AUDIT_LOG: AUDIT_LOG,
  SPC_ENGINE: undefined,
  NO_COLOR: '1',
  ...env,
});

/** spc without a terminal, to its end. */
export function spc(args: string[], { env, input = '' }: Circumstances = {}): Outcome {
  return run([SPC, ...args], { env: environment(env), input });
}

/** Any program, to its end. */
export function run(argv: string[], { env, input = '' }: Circumstances = {}): Outcome {
  const [file = '', ...args] = argv;
  return spawnSync(file, args, { env: env ?? process.env, input, encoding: 'utf8', maxBuffer: 64e6 });
}

/** spc on a terminal of its own, made by script(1); what it shows is stdout. `keys` are typed at once. */
export function spcOnTerminal(args: string[], { env, input = '' }: Circumstances = {}): Outcome {
  const command = [SPC, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const outcome = run(['script', '-qec', command, '/dev/null'], { env: environment(env), input });
  // script(1) ends its input with a key press that the terminal echoes
  return { ...outcome, stdout: outcome.stdout.replaceAll(/\^@|\^D|[\b\0]/g, '') };
}

/** What a test of one engine needs: options that run without a question, names nobody else uses, and the engine's own word. */
export function onEngine(engine: 'docker' | 'podman') {
  return {
    given: ['--engine', engine, '--assumeyes'],
    name: (suffix: string) => `spc-e2e-${engine}-${process.pid}-${suffix}`,
    remove: (container: string) => run([engine, 'rm', '-f', container]),
    /** podman writes ids without the algorithm. */
    idOf: (image: string) =>
      run([engine, 'image', 'inspect', '--format', '{{.Id}}', image])
        .stdout.trim()
        .replace(/^(?!sha256:)/, 'sha256:'),
  };
}

/** spc in the background. */
export function start(args: string[], { env }: Circumstances = {}): ChildProcess {
  return spawn(SPC, args, { env: environment(env), stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Waits until `ready` gives something, at most 20 s. */
export async function until<T>(ready: () => T | undefined | false, what: string): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const value = ready();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

export interface AuditLine {
  action: string;
  decision: string;
  reason: string;
  argv: string[];
  user: string;
  time: string;
  image: { ref: string; id: string };
}

export const auditLines = (): AuditLine[] =>
  readFileSync(AUDIT_LOG, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The error a run with --json ends with. */
export const errorOf = (outcome: Outcome) =>
  JSON.parse(outcome.stdout).error as { code: string; what: string; why: string; hint: string };
