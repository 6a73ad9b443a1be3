/** A store of its own with real images in it, and containers run from them: what the builtin engine's tests share. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { BuiltinPlan } from '../../src/core/builtin-plan.ts';
import type { Image, RunOption } from '../../src/core/types.ts';
import { planBuiltin } from '../../src/engines/builtin.ts';
import { type BuiltinRun, startBuiltin } from '../../src/io/builtin.ts';
import { findImage, loadImage } from '../../src/io/image-store.ts';

export interface World {
  directory: string;
  image: Image;
  end(): void;
}

/** Points SPC_STORE and SPC_RUN to a fresh directory and loads an image of docker's there. */
export async function makeWorld(reference = 'localhost/spc-bb'): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'spc-builtin-'));
  process.env['SPC_STORE'] = join(directory, 'store');
  process.env['SPC_RUN'] = join(directory, 'run');
  const archive = join(directory, 'image.tar');
  execFileSync('docker', ['save', '-o', archive, reference]);
  await loadImage(archive);
  const image = findImage(reference);
  if (!image) throw new Error(`${reference} did not arrive in the store`);
  return { directory, image, end: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A plan from options as `network=host`; without a network it is the host's. */
export function makePlan(image: Image, words: string[], argv: string[]): BuiltinPlan {
  const id = randomBytes(32).toString('hex');
  const all = words.some((word) => word.startsWith('network=')) ? words : ['network=host', ...words];
  const spec = { program: 'docker', globals: [], options: all.map(toOption), image: 'bb', command: argv };
  return planBuiltin(spec, image, {
    id,
    name: `spc-test-${id.slice(0, 8)}`,
    hostname: hostname(),
    environment: {},
    terminal: false,
    selinux: false,
    pids: {},
  });
}

function toOption(word: string): RunOption {
  const at = word.indexOf('=');
  return at < 0
    ? { name: word, value: 'true', words: [`--${word}`] }
    : { name: word.slice(0, at), value: word.slice(at + 1), words: [`--${word}`] };
}

export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a container to its end. */
export async function run(image: Image, words: string[], ...argv: string[]): Promise<Outcome> {
  return await outcome(await startBuiltin(makePlan(image, words, argv), true));
}

export async function outcome({ child, exited }: Pick<BuiltinRun, 'child' | 'exited'>): Promise<Outcome> {
  const [status, stdout, stderr] = await Promise.all([
    exited,
    text(child.stdout as NonNullable<typeof child.stdout>),
    text(child.stderr as NonNullable<typeof child.stderr>),
  ]);
  return { status, stdout, stderr };
}

/** What `docker run` prints for the same command. */
export const docker = (...argv: string[]): string =>
  execFileSync('docker', ['run', '--rm', ...argv], { encoding: 'utf8' });

/** A process's fields of /proc/PID/status; undefined when it is gone or a zombie. */
export function processStatus(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return /^State:\s+Z/m.test(status) ? undefined : status;
  } catch {
    return undefined;
  }
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let round = 0; round < 500; round++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} did not happen`);
}
