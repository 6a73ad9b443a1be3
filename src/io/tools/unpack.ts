/** Unpacks Debian packages without running anything of theirs, and notes them as dpkg would. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { controlField, listName, statusStanza } from '../../core/tools/apt.ts';
import type { Invocation } from '../../core/types.ts';
import { pool } from './pool.ts';
import { type Job, pipeTools, runTool, type Steps } from './run.ts';

export interface Unpacked {
  /** The package's control file. */
  control: string;
  /** Its md5sums file; empty when it has none. */
  sums: string;
  /** The names in it, as tar wrote them: `./usr/bin/gdb`. */
  files: string;
}

/** Unpacks the archives into the root. Throws `build-failed`. */
export async function* unpackAll(archives: string[], root: string, exclude: string[], job: Job): Steps<Unpacked[]> {
  mkdirSync(join(root, SCRATCH), { recursive: true });
  const [first, rest] = groundFirst(archives);
  const done: Unpacked[] = [];
  for (const group of [first, rest]) {
    for await (const unpacked of pool(group, parallel(), (path) => unpack(path, root, exclude, job))) {
      done.push(unpacked);
      yield { phase: 'unpacking', detail: `${done.length} of ${archives.length} packages` };
    }
  }
  rmSync(join(root, SCRATCH), { recursive: true });
  return done;
}

/** More gives nothing: the packages' compression is what takes the time. */
const parallel = () => Math.min(4, availableParallelism());

/** base-files alone first: the directories' owners and modes are its own, and later packages leave them as they are. */
function groundFirst(archives: string[]): [string[], string[]] {
  const isGround = (path: string) => basename(path).startsWith('base-files_');
  return [archives.filter(isGround), archives.filter((path) => !isGround(path))];
}

async function unpack(path: string, root: string, exclude: string[], job: Job): Promise<Unpacked> {
  const scratch = join(root, SCRATCH, basename(path));
  const [, files] = await Promise.all([
    runTool(dpkgDeb('--control', path, scratch), job),
    pipeTools(dpkgDeb('--fsys-tarfile', path), extract(root, exclude), job),
  ]);
  const control = readFileSync(join(scratch, 'control'), 'utf8');
  const sums = readFileSync(join(scratch, 'md5sums'), { encoding: 'utf8', flag: 'a+' });
  return { control, sums, files };
}

/** Where dpkg itself puts packages' control files while it works. */
const SCRATCH = 'var/lib/dpkg/tmp.ci';

const dpkgDeb = (...args: string[]): Invocation => ({ file: 'dpkg-deb', args });

function extract(root: string, exclude: string[]): Invocation {
  const args = [
    '--extract',
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
