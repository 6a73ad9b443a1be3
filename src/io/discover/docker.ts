/** Docker: `<data root>/containers/<id>/config.v2.json` (moby container/container.go). */
import { type ContainerRecord, makeRecord } from '../../core/containers/record.ts';
import type { ContainerStatus } from '../../core/containers/types.ts';
import { countField, field, textField, textsField, timeField } from '../../core/fields.ts';
import { hostPath } from './host-path.ts';
import { pathOption, type ReaderContext } from './reader.ts';
import { type Gaps, listNames, readJson } from './state-file.ts';

const DATA_ROOTS = ['/var/lib/docker', '/var/snap/docker/common/var-lib-docker'];

interface DataRoot {
  path: string;
  owner: number;
}

/** Containers of docker, stopped ones as well. */
export function readDocker(context: ReaderContext): ContainerRecord[] {
  const { gaps } = context;
  return dataRoots(context).flatMap(({ path, owner }) => {
    const folder = hostPath(`${path}/containers`);
    const ids = listNames(folder, gaps, owner).filter((name) => /^[0-9a-f]{64}$/.test(name));
    return ids.flatMap((id) => readContainer(`${folder}/${id}/config.v2.json`, id, owner, gaps) ?? []);
  });
}

/** The usual ones, those a running dockerd was given, and, with userns-remap, the folder named after the mapped ids. */
function dataRoots({ engines, homeOf, gaps }: ReaderContext): DataRoot[] {
  const usual = DATA_ROOTS.map((path) => ({ path, owner: 0 }));
  const running = engines
    .filter(({ comm, argv }) => comm === 'dockerd' && argv !== undefined)
    .flatMap(({ argv = [], uid = 0 }) => dockerdRoots(argv, uid, homeOf, gaps).map((path) => ({ path, owner: uid })));
  const all = [...usual, ...running];
  // a user's dockerd may name root's directory: it is looked at for the user's files, beside root's own look
  const distinct = [...new Map(all.map((root) => [`${root.owner} ${root.path}`, root])).values()];
  return distinct.flatMap((root) => [root, ...remapped(root, gaps)]);
}

function dockerdRoots(argv: readonly string[], uid: number, homeOf: ReaderContext['homeOf'], gaps: Gaps): string[] {
  const config = pathOption(argv, '--config-file') ?? '/etc/docker/daemon.json';
  const settings = uid === 0 ? readJson(hostPath(config), { owner: 0 }, gaps) : undefined;
  const home = uid === 0 ? undefined : homeOf(uid);
  const found = [
    pathOption(argv, '--data-root') ?? pathOption(argv, '-g') ?? textField(settings, 'data-root'),
    home ? `${home}/.local/share/docker` : '',
  ];
  return found.filter((path) => path.startsWith('/'));
}

function remapped({ path, owner }: DataRoot, gaps: Gaps): DataRoot[] {
  const names = listNames(hostPath(path), gaps, owner).filter((name) => /^\d+\.\d+$/.test(name));
  return names.map((name) => ({ path: `${path}/${name}`, owner }));
}

function readContainer(path: string, id: string, owner: number, gaps: Gaps): ContainerRecord | undefined {
  const config = readJson(path, { owner }, gaps);
  if (config === undefined) return undefined;
  return makeRecord({
    maker: 'docker',
    id,
    name: textField(config, 'Name').replace(/^\//, ''),
    image: textField(config, 'Config', 'Image'),
    imageId: textField(config, 'Image'),
    created: timeField(config, 'Created'),
    labels: textsField(config, 'Config', 'Labels'),
    pid: countField(config, 'State', 'Pid'),
    status: statusOf(config),
    owner,
  });
}

function statusOf(config: unknown): ContainerStatus {
  const state = field(config, 'State');
  if (state === undefined) return 'unknown';
  if (field(state, 'Running') === true) return field(state, 'Paused') === true ? 'paused' : 'running';
  return timeField(state, 'StartedAt') ? 'stopped' : 'created';
}
