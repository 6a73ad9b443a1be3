/** LXC (`<path>/<name>/config`), systemd-nspawn (/run/systemd/machines) and what spc's own builtin engine runs. */
import { lstatSync } from 'node:fs';
import { readMonitor } from '../../core/containers/monitors.ts';
import { type ContainerRecord, makeRecord } from '../../core/containers/record.ts';
import { countField, textField, textsField, timeField } from '../../core/fields.ts';
import { hostPath } from './host-path.ts';
import type { ReaderContext } from './reader.ts';
import { listNames, readJson, readState } from './state-file.ts';

const LXC_PATH = '/var/lib/lxc';

/** Containers that are configured, where lxc looks and where a running monitor says (lxc.container.conf(5)). */
export function readLxc({ engines, gaps }: ReaderContext): ContainerRecord[] {
  const told = engines.flatMap((process): Place[] => {
    const watch = readMonitor(process);
    return watch?.maker === 'lxc' ? [{ path: watch.path, owner: process.uid ?? 0 }] : [];
  });
  const places = new Map(
    [{ path: LXC_PATH, owner: 0 }, ...told].map((place) => [`${place.owner} ${place.path}`, place]),
  );
  return [...places.values()].flatMap(({ path, owner }) =>
    listNames(hostPath(path), gaps, owner)
      .filter((name) => belongsTo(owner, hostPath(`${path}/${name}/config`)))
      .map((id) => makeRecord({ maker: 'lxc', id, name: id, status: 'stopped', owner })),
  );
}

interface Place {
  path: string;
  owner: number;
}

/** A user's monitor may name any directory; what it says counts for the user's own files. */
function belongsTo(owner: number, path: string): boolean {
  try {
    return lstatSync(path).uid === owner;
  } catch {
    return false;
  }
}

const MACHINES = '/run/systemd/machines';

/** Machines that systemd-machined knows: files of `KEY=value` lines (src/machine/machine.c). Links there are by unit. */
export function readMachines({ gaps }: ReaderContext): ContainerRecord[] {
  const names = listNames(hostPath(MACHINES), gaps).filter(
    (name) => !name.startsWith('unit:') && !name.startsWith('.'),
  );
  return names.flatMap((id) => {
    const text = readState(hostPath(`${MACHINES}/${id}`), { owner: 0 }, gaps) ?? '';
    const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    if (of('CLASS') !== 'container' || of('SERVICE') !== 'systemd-nspawn') return [];
    return [
      makeRecord({
        maker: 'nspawn',
        id,
        name: id,
        pid: Number(of('LEADER')) || 0,
        created: fromMicroseconds(of('REALTIME')),
      }),
    ];
  });
}

function fromMicroseconds(text: string): string {
  const at = Number(text) / 1000;
  return at > 0 && at < 8.64e15 ? new Date(at).toISOString() : '';
}

/** `<name>/state.json`, as io/builtin/state.ts writes it. */
export function readBuiltin({ gaps }: ReaderContext): ContainerRecord[] {
  const folder = hostPath(`${process.env['SPC_RUN'] || '/run/spc'}/containers`);
  const names = listNames(folder, gaps).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) => {
    const state = readJson(`${folder}/${name}/state.json`, { owner: process.geteuid?.() ?? 0 }, gaps);
    const id = textField(state, 'plan', 'id');
    if (!id) return [];
    return [
      makeRecord({
        maker: 'builtin',
        id,
        name: textField(state, 'plan', 'name'),
        image: textField(state, 'plan', 'imageRef'),
        imageId: textField(state, 'plan', 'imageId'),
        labels: textsField(state, 'plan', 'labels'),
        created: timeField(state, 'created'),
        pid: countField(state, 'process', 'pid'),
        startTime: Number(textField(state, 'process', 'startTime')) || 0,
        status: 'stopped',
      }),
    ];
  });
}
