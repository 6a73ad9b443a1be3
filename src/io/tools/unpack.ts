/** Unpacks Debian packages without running anything of theirs, and notes them as dpkg would. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { controlField, listName, statusStanza } from '../../core/tools/apt.ts';
import type { Invocation } from '../../core/types.ts';
import { inOrder } from './pool.ts';
import { type Job, runTool, runToolInto, type Steps } from './run.ts';

export interface Unpacked {
  /** The package's control file. */
  control: string;
  /** Its md5sums file; empty when it has none. */
  sums: string;
  /** The names in it, as tar wrote them: `./usr/bin/gdb`. */
  files: string;
}

/**
 * Unpacks the archives into the root. Throws `build-failed`.
 * Only decompressing runs in parallel. Two tars in one tree make directories with modes that differ from build to build:
 * tar takes a directory's rights away while it works in it, and a second one takes that for the mode to keep.
 */
export async function* unpackAll(archives: string[], root: string, exclude: string[], job: Job): Steps<Unpacked[]> {
  mkdirSync(join(root, SCRATCH), { recursive: true });
  const done: Unpacked[] = [];
  for await (const opened of inOrder(groundFirst(archives), parallel(), (path) => open(path, root, job))) {
    done.push(await extract(opened, root, exclude, job));
    yield { phase: 'unpacking', detail: `${done.length} of ${archives.length} packages` };
  }
  rmSync(join(root, SCRATCH), { recursive: true });
  return done;
}

/** More gives nothing: the packages' compression is what takes the time. */
const parallel = () => Math.min(4, availableParallelism());

/** base-files first: the directories' owners and modes are its own, and later packages leave them as they are. */
function groundFirst(archives: string[]): string[] {
  const isGround = (path: string) => basename(path).startsWith('base-files_');
  return [...archives.filter(isGround), ...archives.filter((path) => !isGround(path))];
}

/** A package's two parts, decompressed. */
interface Opened {
  /** The directory of its control files. */
  control: string;
  /** Its files, as a tar archive. */
  data: string;
}

async function open(path: string, root: string, job: Job): Promise<Opened> {
  const control = join(root, SCRATCH, basename(path));
  const data = `${control}.tar`;
  await Promise.all([
    runTool(dpkgDeb('--control', path, control), job),
    runToolInto(data, dpkgDeb('--fsys-tarfile', path), job),
  ]);
  return { control, data };
}

async function extract({ control, data }: Opened, root: string, exclude: string[], job: Job): Promise<Unpacked> {
  const files = await runTool(extraction(data, root, exclude), job);
  rmSync(data);
  const sums = readFileSync(join(control, 'md5sums'), { encoding: 'utf8', flag: 'a+' });
  return { control: readFileSync(join(control, 'control'), 'utf8'), sums, files };
}

/** Where dpkg itself puts packages' control files while it works. */
const SCRATCH = 'var/lib/dpkg/tmp.ci';

const dpkgDeb = (...args: string[]): Invocation => ({ file: 'dpkg-deb', args });

function extraction(archive: string, root: string, exclude: string[]): Invocation {
  const args = [
    '--extract',
    '--file',
    archive,
    '--verbose',
    '--quoting-style=literal',
    '--preserve-permissions',
    '--same-owner',
    '--numeric-owner', // names mean other ids on this host
    '--keep-directory-symlink', // /bin is a link to usr/bin
    '--no-overwrite-dir',
    '--wildcards',
    '--no-wildcards-match-slash',
    ...exclude.map((pattern) => `--exclude=${pattern}`),
    '--directory',
    root,
  ];
  return { file: 'tar', args, env: { LC_ALL: 'C.UTF-8' } };
}

/** Writes var/lib/dpkg, so that it tells truly what is there: each package's status, files and checksums. */
export function writeInventory(root: string, packages: Unpacked[]): void {
  const info = join(root, 'var/lib/dpkg/info');
  mkdirSync(info, { recursive: true });
  const name = ({ control }: Unpacked) => controlField(control, 'Package');
  const sorted = packages.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
  writeFileSync(join(root, 'var/lib/dpkg/status'), sorted.map(({ control }) => statusStanza(control)).join(''));
  writeFileSync(join(info, 'format'), '1\n');
  for (const { control, sums, files } of sorted) {
    writeFileSync(join(info, `${listName(control)}.list`), fileList(files));
    writeFileSync(join(info, `${listName(control)}.md5sums`), sums);
  }
}

/** dpkg's form of tar's names: absolute, directories without a slash at the end, the root as `/.`. */
function fileList(names: string): string {
  const paths = names.split('\n').filter(Boolean);
  return paths.map((name) => `${name === './' ? '/.' : name.replace(/^\./, '').replace(/\/$/, '')}\n`).join('');
}
