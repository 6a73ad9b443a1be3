/** What Debian's maintainer scripts would do, done from tables: nothing of a package is run. */
import {
  appendFileSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DebianFinish } from '../../core/tools/types.ts';
import { exists, inside } from './inside.ts';
import { walk } from './walk.ts';

/** The links of a merged /usr, before the first package is unpacked. */
export function mergeUsr(root: string, { merged }: DebianFinish): void {
  for (const [link, target] of Object.entries(merged)) {
    mkdirSync(join(root, target), { recursive: true, mode: 0o755 });
    symlinkSync(target, join(root, link));
  }
}

/** Copies, links, users, groups and the bundle of certificates; each only when what it needs is there. */
export function finishDebian(root: string, { copies, links, users, groups, certificates }: DebianFinish): void {
  for (const [to, from] of Object.entries(copies)) copyOnce(root, from, to);
  for (const [link, target] of Object.entries(links)) linkOnce(root, link, target);
  const group = (name: string, gid: number) => `${name}:x:${gid}:\n`;
  const user = (name: string, uid: number) =>
    `${name}:x:${uid}:${groups[name] ?? 65534}::/nonexistent:/usr/sbin/nologin\n`;
  addLines(root, 'etc/group', groups, group);
  addLines(root, 'etc/passwd', users, user);
  bundleCertificates(root, certificates.from, certificates.to);
}

function copyOnce(root: string, from: string, to: string): void {
  const source = inside(root, from);
  const target = inside(root, to);
  if (source && target && exists(source) && !exists(target)) copyFileSync(source, target, constants.COPYFILE_EXCL);
}

/** The link's target is a name beside it. */
function linkOnce(root: string, link: string, target: string): void {
  const path = inside(root, link);
  if (path && !exists(path) && exists(join(dirname(path), target))) symlinkSync(target, path);
}

function addLines(root: string, file: string, ids: Record<string, number>, line: (name: string, id: number) => string) {
  const path = inside(root, file);
  if (!path || !exists(path)) return;
  const known = new Set(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((entry) => entry.split(':')[0]),
  );
  for (const [name, id] of Object.entries(ids)) if (!known.has(name)) appendFileSync(path, line(name, id));
}

function bundleCertificates(root: string, from: string, to: string): void {
  const source = inside(root, from);
  const target = inside(root, to);
  if (!source || !target || !lstatSync(source, { throwIfNoEntry: false })?.isDirectory()) return;
  const files = [...walk(source)].filter((entry) => entry.isFile() && entry.name.endsWith('.crt'));
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const texts = paths.map((path) => readFileSync(path, 'utf8').trimEnd());
  if (texts.length > 0) writeFileSync(target, `${texts.join('\n')}\n`, { flag: 'wx', mode: 0o644 });
}
