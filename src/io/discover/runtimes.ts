/**
 * runc and crun: `<root>/<id>/state.json` (runc libcontainer/container.go) and `<root>/<id>/status` (crun
 * src/libcrun/status.c). Most containers here are an engine's; those it has told of already are only noted.
 */
import { type ContainerRecord, isFullId, makeRecord, ownedId } from '../../core/containers/record.ts';
import type { Maker } from '../../core/containers/types.ts';
import { countField, field, textField, timeField } from '../../core/fields.ts';
import { hostPath } from './host-path.ts';
import type { ReaderContext } from './reader.ts';
import { type Gaps, listNames, readJson } from './state-file.ts';

interface Root {
  maker: Maker;
  path: string;
  owner: number;
  /** The runtime's roots lie one below this directory, a namespace each. */
  nested?: true;
}

const ROOTS: readonly Root[] = [
  { maker: 'runc', path: '/run/runc', owner: 0 },
  { maker: 'crun', path: '/run/crun', owner: 0 },
  { maker: 'runc', path: '/run/docker/runtime-runc', owner: 0, nested: true },
  { maker: 'runc', path: '/run/containerd/runc', owner: 0, nested: true },
];

/** @param known what engines have told of, as `ownedId` */
export function readRuntimes({ users, gaps }: ReaderContext, known: ReadonlySet<string>): ContainerRecord[] {
  const roots = [...ROOTS, ...users.flatMap(rootsOf)];
  return roots.flatMap((root) => spread(root, gaps)).flatMap((root) => readRoot(root, known, gaps));
}

/** XDG_RUNTIME_DIR of a user, as systemd sets it. */
function rootsOf(owner: number): Root[] {
  return (['runc', 'crun'] as const).map((maker) => ({ maker, path: `/run/user/${owner}/${maker}`, owner }));
}

function spread(root: Root, gaps: Gaps): Root[] {
  if (!root.nested) return [root];
  const names = listNames(hostPath(root.path), gaps);
  return names.map((name) => ({ maker: root.maker, owner: root.owner, path: `${root.path}/${name}` }));
}

function readRoot({ maker, path, owner }: Root, known: ReadonlySet<string>, gaps: Gaps): ContainerRecord[] {
  const folder = hostPath(path);
  return listNames(folder, gaps, owner).flatMap((id) => {
    if (isFullId(id) && known.has(ownedId({ owner, id }))) return [makeRecord({ maker, id, owner })];
    return (maker === 'crun' ? readCrun : readRunc)(`${folder}/${id}`, id, owner, gaps) ?? [];
  });
}

function readRunc(folder: string, id: string, owner: number, gaps: Gaps): ContainerRecord | undefined {
  const state = readJson(`${folder}/state.json`, { owner }, gaps);
  if (state === undefined) return undefined;
  return makeRecord({
    maker: 'runc',
    id,
    owner,
    pid: countField(state, 'init_process_pid'),
    startTime: countField(state, 'init_process_start'),
    created: timeField(state, 'created'),
    status: 'stopped',
    cgroup: owner === 0 ? cgroupBelow(field(state, 'cgroup_paths')) : '',
  });
}

/** `/sys/fs/cgroup/pids/a/b` → `/a/b`; with v2 alone there is one path, without a controller's name. */
function cgroupBelow(paths: unknown): string {
  const pids = textField(paths, 'pids');
  const unified = textField(paths, '');
  const [, below] =
    /^\/sys\/fs\/cgroup\/pids(\/.+)$/.exec(pids) ?? /^\/sys\/fs\/cgroup(?:\/unified)?(\/.+)$/.exec(unified) ?? [];
  return below ?? '';
}

function readCrun(folder: string, id: string, owner: number, gaps: Gaps): ContainerRecord | undefined {
  const state = readJson(`${folder}/status`, { owner }, gaps);
  if (state === undefined) return undefined;
  return makeRecord({
    maker: 'crun',
    id,
    owner,
    pid: countField(state, 'pid'),
    startTime: countField(state, 'process-start-time'),
    created: timeField(state, 'created'),
    status: 'stopped',
    cgroup: owner === 0 ? textField(state, 'cgroup-path') : '',
  });
}
