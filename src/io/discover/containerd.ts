/**
 * containerd: `<state>/io.containerd.runtime.v2.task/<namespace>/<id>/`, an OCI bundle with the pid beside it. It is there
 * while the container runs. Kubernetes and nerdctl leave names in annotations (containerd internal/cri/annotations;
 * nerdctl pkg/labels).
 */
import { dirname } from 'node:path';
import { type ContainerRecord, makeRecord } from '../../core/containers/record.ts';
import { textField, textsField } from '../../core/fields.ts';
import { hostPath } from './host-path.ts';
import { pathOption, type ReaderContext } from './reader.ts';
import { type Gaps, listNames, readJson, readState } from './state-file.ts';

const STATES = ['/run/containerd', '/run/docker/containerd/daemon', '/run/k3s/containerd'];
const TASKS = 'io.containerd.runtime.v2.task';

/** Containers of every namespace; docker's (`moby`) without what docker's own files say better. */
export function readContainerd({ engines, gaps }: ReaderContext): ContainerRecord[] {
  const told = engines.flatMap(({ argv = [], uid }) => (uid === 0 ? stateOf(argv) : []));
  return [...new Set([...STATES, ...told])].flatMap((state) => {
    const tasks = hostPath(`${state}/${TASKS}`);
    return listNames(tasks, gaps).flatMap((namespace) =>
      listNames(`${tasks}/${namespace}`, gaps).map((id) =>
        readTask(`${tasks}/${namespace}/${id}`, namespace, id, gaps),
      ),
    );
  });
}

/** `--state DIR`, or where the socket is. */
function stateOf(argv: readonly string[]): string[] {
  const socket = pathOption(argv, '-address') ?? pathOption(argv, '--address');
  return [pathOption(argv, '--state'), socket && dirname(socket)].filter((path) => path !== undefined);
}

function readTask(bundle: string, namespace: string, id: string, gaps: Gaps): ContainerRecord {
  if (namespace === 'moby') return makeRecord({ maker: 'containerd', id, status: 'stopped' });
  const pid = Number(readState(`${bundle}/init.pid`, { owner: 0, maxBytes: 32 }, gaps)?.trim() ?? 0);
  const known = { id, status: 'stopped' as const, pid: Number.isSafeInteger(pid) && pid > 0 ? pid : 0 };
  const config = readJson(`${bundle}/config.json`, { owner: 0 }, gaps);
  const annotations = textsField(config, 'annotations');
  const path = textField(config, 'linux', 'cgroupsPath');
  const cgroup = path.startsWith('/') ? path : '';
  if (namespace === 'k8s.io')
    return makeRecord({ maker: 'cri-containerd', ...known, ...kubernetes(annotations), cgroup });
  return makeRecord({ maker: 'containerd', ...known, ...nerdctl(annotations), group: namespace, cgroup });
}

/** A pod's sandbox is named after its pod: it holds the namespaces the others share. */
function kubernetes(annotations: Record<string, string>): Partial<ContainerRecord> {
  const of = (name: string) => annotations[`io.kubernetes.cri.${name}`] ?? '';
  const group = [of('sandbox-namespace'), of('sandbox-name')].filter(Boolean).join('/');
  const sandbox = of('container-type') === 'sandbox';
  return { name: sandbox ? `${of('sandbox-name')} (pod)` : of('container-name'), group, image: of('image-name') };
}

function nerdctl(annotations: Record<string, string>): Partial<ContainerRecord> {
  return { name: annotations['nerdctl/name'] ?? '' };
}
