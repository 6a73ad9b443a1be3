/**
 * Podman and CRI-O: the list of containers/storage, `<graph root>/<driver>-containers/containers.json`
 * (storage/containers.go), whose `metadata` is the engine's own JSON (libpod/storage.go; cri-o internal/storage).
 */
import { existsSync } from 'node:fs';
import { type ContainerRecord, makeRecord } from '../../core/containers/record.ts';
import type { ContainerStatus } from '../../core/containers/types.ts';
import { listField, textField, timeField } from '../../core/fields.ts';
import { hostPath } from './host-path.ts';
import { pathOption, type ReaderContext } from './reader.ts';
import { type Gaps, isOwn, listNames, readJson, readState } from './state-file.ts';

const GRAPH_ROOT = '/var/lib/containers/storage';

/** The later one wins (containers-storage.conf(5)). */
const CONFIGURATIONS = ['/usr/share/containers/storage.conf', '/etc/containers/storage.conf'];

/** One file for all containers, some 700 bytes each; a user's may not cost root much. */
const MAX_LIST = { root: 16 * 1024 * 1024, user: 4 * 1024 * 1024 };

/** What an entry takes beside its text, as bytes of a file would: two looks at its bundle. */
const ENTRY_COST = 1024;

/** Containers with more than one layer on disk, and those that are lost at a reboot. */
const LISTS = ['containers.json', 'volatile-containers.json'];

/** Containers of podman and CRI-O, stopped ones as well. */
export function readPodman(context: ReaderContext): ContainerRecord[] {
  const { gaps } = context;
  return graphRoots(context).flatMap(({ path, owner }) => {
    const root = hostPath(path);
    const folders = listNames(root, gaps, owner).filter((name) => /^[a-z0-9]+-containers$/.test(name));
    return folders
      .filter((folder) => isOwn(`${root}/${folder}`, owner))
      .flatMap((folder) => LISTS.flatMap((list) => readList(`${root}/${folder}`, list, owner, gaps)));
  });
}

interface GraphRoot {
  path: string;
  owner: number;
}

/** Where storage.conf says, where a running conmon's exit command says, and the usual places. */
function graphRoots({ engines, users, homeOf, gaps }: ReaderContext): GraphRoot[] {
  const configured = CONFIGURATIONS.flatMap((path) => configuredRoot(readState(hostPath(path), { owner: 0 }, gaps)));
  const told = engines.flatMap(({ comm, argv = [], uid = 0 }) =>
    comm === 'conmon' ? exitCommandRoot(argv).map((path) => ({ path, owner: uid })) : [],
  );
  const homes = users.flatMap((owner) => {
    const home = homeOf(owner);
    return home ? [{ path: `${home}/.local/share/containers/storage`, owner }] : [];
  });
  const roots = [GRAPH_ROOT, ...configured].map((path) => ({ path, owner: 0 }));
  return [...new Map([...roots, ...told, ...homes].map((root) => [`${root.owner} ${root.path}`, root])).values()];
}

/** `graphroot = "/path"` of TOML; this one key is all that is needed of it. */
function configuredRoot(toml = ''): string[] {
  const [, path] = /^\s*graphroot\s*=\s*"(\/[^"$]*)"/m.exec(toml) ?? [];
  return path ? [path] : [];
}

/** conmon is to call `podman --root DIR … container cleanup ID` at the end; each word is an `--exit-command-arg`. */
function exitCommandRoot(argv: readonly string[]): string[] {
  const words = argv.filter((_, index) => argv[index - 1] === '--exit-command-arg');
  return [pathOption(words, '--root') ?? ''].filter(Boolean);
}

function readList(folder: string, list: string, owner: number, gaps: Gaps): ContainerRecord[] {
  const entries = readJson(`${folder}/${list}`, { owner, maxBytes: owner === 0 ? MAX_LIST.root : MAX_LIST.user }, gaps);
  const affordable = listField({ entries }, 'entries').filter(() => gaps.spend?.(owner, ENTRY_COST) ?? true);
  return affordable.flatMap((entry) => toRecord(entry, folder, owner) ?? []);
}

function toRecord(entry: unknown, folder: string, owner: number): ContainerRecord | undefined {
  const id = textField(entry, 'id');
  if (!/^[0-9a-f]{64}$/.test(id)) return undefined;
  const metadata = parse(textField(entry, 'metadata'));
  const imageId = textField(entry, 'image') || textField(metadata, 'image-id');
  const pod = textField(metadata, 'pod-name');
  return makeRecord({
    maker: pod ? 'cri-o' : 'podman',
    id,
    name: textField(metadata, 'metadata-name') || textField(metadata, 'name') || firstName(entry),
    group: pod && [textField(metadata, 'namespace'), pod].filter(Boolean).join('/'),
    image: textField(metadata, 'image-name'),
    imageId: /^[0-9a-f]{64}$/.test(imageId) ? `sha256:${imageId}` : '',
    created: timeField(entry, 'created'),
    status: idleStatus(`${folder}/${id}/userdata`),
    owner,
  });
}

function firstName(entry: unknown): string {
  const [name] = listField(entry, 'names');
  return typeof name === 'string' ? name : '';
}

/** A container that was never started has no bundle yet. */
function idleStatus(userData: string): ContainerStatus {
  if (!existsSync(userData)) return 'unknown';
  return existsSync(`${userData}/config.json`) ? 'stopped' : 'created';
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
