/** The builtin engine behind the same shape as the others: plans are made in engines/, carried out in io/. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { hostname, constants as os } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { BuiltinPlan } from '../core/builtin-plan.ts';
import { SpcError } from '../core/errors.ts';
import { renderRun } from '../core/label/runspec.ts';
import type { Answer, Image, RunSpec, VerbSpec } from '../core/types.ts';
import { type BuiltinContext, planBuiltin } from '../engines/builtin.ts';
import { imageDirectory } from './builtin/paths.ts';
import {
  execBuiltin,
  inspectBuiltin,
  killBuiltin,
  listBuiltin,
  removeBuiltin,
  startBuiltin,
  stopBuiltin,
} from './builtin.ts';
import { missingCapabilities } from './capabilities.ts';
import type { Driver, Launch } from './driver.ts';
import { withSignals } from './foreground.ts';
import { findImage, loadImage } from './image-store.ts';
import { terminal } from './terminal.ts';

/** How the builtin engine is written where a command is shown. */
const SHOWN = 'spc-builtin';

/** The driver of the engine that needs none installed. */
export function builtinDriver(): Driver {
  return {
    name: 'builtin',
    image: async (reference) => {
      requireRoot();
      return findImage(reference);
    },
    container: async (name) => inspectBuiltin(name),
    run: async (spec, image) => {
      const plan = planBuiltin(spec, image, context());
      requireCapabilities(plan);
      return launchPlan(plan, spec, image);
    },
    verb: launchVerb,
    exec: ({ name }, command, { interactive }) => {
      const exec = { argv: command, env: [], interactive };
      return {
        argv: [SHOWN, 'exec', name, ...command],
        warnings: [],
        start: async () => {
          const { child, ended } = await execBuiltin(name, exec);
          return await withSignals(child, ended);
        },
        capture: async () => await collected(await execBuiltin(name, exec, true)),
      };
    },
    start: ({ name }) => {
      throw new SpcError('no-container', `container ${name} is not running`, 'builtin keeps no stopped containers');
    },
    stop: (name) => act(['stop', name], () => stopBuiltin(name)),
    remove: (name) => act(['rm', '-f', name], () => removeBuiltin(name, true)),
    readFile: async (image, path, maxBytes) => readFile(image, path, maxBytes),
    load: async (archive) => {
      await loadImage(archive);
    },
  };
}

/** The store and the state are root's. Throws `no-root`. */
function requireRoot(): void {
  if (process.geteuid?.() !== 0)
    throw new SpcError('no-root', 'the builtin engine needs root', 'it mounts file systems', 'run it with sudo');
}

/**
 * A capability that the command names and this root has not got cannot be given. A privileged container gets what there
 * is, as under podman. Throws `no-capability`.
 */
function requireCapabilities({ confinement }: BuiltinPlan): void {
  if (confinement.privileged) return;
  const wanted = confinement.capabilities.map((name) => `CAP_${name}`);
  const missing = missingCapabilities().filter((name) => wanted.includes(name));
  if (missing.length === 0) return;
  const why = `this machine's root lacks ${missing.join(', ')}`;
  throw new SpcError(
    'no-capability',
    'the builtin engine cannot give what is asked for',
    why,
    'ask for less, or run where root has it',
  );
}

/** What a plan depends on beside its command: this machine, now. */
export function context(): BuiltinContext {
  const id = randomBytes(32).toString('hex');
  return {
    id,
    name: id.slice(0, 12),
    hostname: hostname(),
    environment: process.env,
    terminal: terminal().stdin,
    selinux: existsSync('/sys/fs/selinux/enforce'),
    pids: Object.fromEntries(listBuiltin().map(({ name, pid }) => [name, pid])),
  };
}

function launchPlan(plan: BuiltinPlan, spec: RunSpec, image: Image): Launch {
  return {
    argv: [SHOWN, ...renderRun({ ...spec, image: image.id })],
    warnings: plan.warnings,
    start: () => (plan.detach ? detached(plan) : inForeground(plan)),
    capture: async () => {
      if (plan.detach) return answer(`${await started(plan)}\n`);
      const { child, exited } = await startBuiltin(plan, true);
      return await collected({ child, ended: exited });
    },
  };
}

async function inForeground(plan: BuiltinPlan): Promise<number> {
  const { child, exited } = await startBuiltin(plan);
  return await withSignals(child, exited);
}

/** Prints the id, as engines do. */
async function detached(plan: BuiltinPlan): Promise<number> {
  process.stdout.write(`${await started(plan)}\n`);
  return 0;
}

async function started(plan: BuiltinPlan): Promise<string> {
  const run = await startBuiltin(plan);
  // A failed start is told when its leftovers are gone, not before
  await run.started.catch(async (error) => {
    await run.exited.catch(() => {});
    throw error;
  });
  run.child.unref();
  return run.id;
}

interface Captured {
  child: { stdout: NodeJS.ReadableStream | null; stderr: NodeJS.ReadableStream | null };
  ended: Promise<number>;
}

async function collected({ child, ended }: Captured): Promise<Answer> {
  const [stdout, stderr, status] = await Promise.all([all(child.stdout), all(child.stderr), ended]);
  return { status, stdout, stderr };
}

const all = (stream: NodeJS.ReadableStream | null) => (stream ? text(stream) : '');

/** A label's verb on a builtin container. Throws `unsupported` for what it has none of. */
function launchVerb({ verb, args }: VerbSpec): Launch {
  const { name, signal, force } = verbOperands(verb, args);
  if (verb === 'stop') return act([verb, ...args], () => stopBuiltin(name));
  if (verb === 'rm') return act([verb, ...args], () => removeBuiltin(name, force));
  if (verb === 'kill') return act([verb, ...args], async () => killBuiltin(name, signalNamed(signal)));
  throw unsupportedVerb(verb, 'it can run, stop, kill and rm');
}

/** One container, and for `kill` a signal; anything more is refused rather than left out. */
function verbOperands(verb: string, args: string[]): { name: string; signal: string; force: boolean } {
  const { values, positionals } = parseVerb(verb, args);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw unsupportedVerb(verb, 'it takes one container at a time');
  return { name, signal: values.signal ?? 'KILL', force: values.force ?? false };
}

function parseVerb(verb: string, args: string[]) {
  const options = verb === 'kill' ? ({ signal: { type: 'string', short: 's' } } as const) : {};
  const force = verb === 'rm' ? ({ force: { type: 'boolean', short: 'f' } } as const) : {};
  try {
    const { values, positionals } = parseArgs({ args, options: { ...options, ...force }, allowPositionals: true });
    return { values: values as { signal?: string; force?: boolean }, positionals };
  } catch (error) {
    throw unsupportedVerb(verb, (error as Error).message);
  }
}

function unsupportedVerb(verb: string, why: string): SpcError {
  return new SpcError(
    'unsupported',
    `the builtin engine cannot do this '${verb}'`,
    why,
    'choose another with --engine',
  );
}

/** HUP, SIGHUP, hup. Throws `label-syntax`. */
function signalNamed(text: string): NodeJS.Signals {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, '')}` as NodeJS.Signals;
  if (Object.hasOwn(os.signals, name)) return name;
  throw new SpcError('label-syntax', `'${text}' is no signal`, '', 'kill -l lists them');
}

/** Something done in this process that has no output of its own. */
function act(words: string[], work: () => Promise<void>): Launch {
  return {
    argv: [SHOWN, ...words],
    warnings: [],
    start: async () => {
      await work();
      return 0;
    },
    capture: async () => {
      await work();
      return answer('');
    },
  };
}

const answer = (stdout: string): Answer => ({ status: 0, stdout, stderr: '' });

/** A regular file at the top of an image; a link there is not followed, as it would lead out of the image. */
function readFile({ id }: Image, path: string, maxBytes: number): string | undefined {
  let file: number;
  try {
    file = openSync(
      join(imageDirectory(id), 'rootfs', path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch {
    return undefined;
  }
  try {
    const status = fstatSync(file);
    return status.isFile() && status.size <= maxBytes ? readFileSync(file, 'utf8') : undefined;
  } finally {
    closeSync(file);
  }
}
