/** Small images with the labels a test needs, in each engine: made once, by the engine's own build. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmdirSync } from 'node:fs';
import { run } from './spc.ts';

/** Image name → its labels; all start from busybox. */
const LABELS: Record<string, Record<string, string>> = {
  'spc-e2e-host': {
    RUN: 'docker run -it --name NAME --privileged --ipc=host --net=host --pid=host -e HOST=/host -e NAME=NAME -e IMAGE=IMAGE -v /:/host IMAGE',
  },
  'spc-e2e-plain': { RUN: 'docker run -i --name NAME IMAGE' },
  'spc-e2e-service': { RUN: 'docker run -d --name NAME IMAGE sleep 1000', STOP: 'docker kill -s KILL $NAME' },
  'spc-e2e-install': {
    INSTALL: 'docker run --rm --name NAME IMAGE echo installing NAME',
    RUN: 'docker run --rm --name NAME IMAGE echo running',
    UNINSTALL: 'docker run --rm --name NAME IMAGE echo uninstalling',
    HELP: 'docker run --rm IMAGE echo this is help',
    Name: 'example',
    Version: '7',
    Release: '3',
  },
  'spc-e2e-evil': {
    RUN: 'docker run --rm --name NAME IMAGE echo a "$(id)" ; touch /tmp/spc-e2e-evil',
    ENVLEAK: 'docker run --rm -e X=${AWS_SECRET_ACCESS_KEY} IMAGE env',
    OTHER: '/tmp/docker run --rm IMAGE true',
    SHELL: 'sh -c "touch /tmp/spc-e2e-evil"',
    QUOTE: 'docker run "IMAGE',
    ESC: 'docker run IMAGE \u001b]0;owned\u0007',
  },
  'spc-e2e-twice': { RUN: 'docker run --rm IMAGE echo one', run: 'docker run --rm --privileged IMAGE echo two' },
  'spc-e2e-bare': {},
  'spc-e2e-mark': {
    INSTALL: 'docker run --rm --privileged -v /:/host IMAGE touch /host/tmp/spc-e2e-mark',
    RUN: 'docker run --rm IMAGE',
    UNINSTALL: 'docker run --rm --privileged -v /:/host IMAGE rm /host/tmp/spc-e2e-mark',
  },
  'spc-e2e-thief': { RUN: 'docker run --rm --privileged -v /:/host localhost/spc-tools cat /host/etc/shadow' },
  'spc-e2e-optsfile': { RUN: 'docker run --rm ${RUN_OPTS} IMAGE', RUN_OPTS_FILE: '/etc/${NAME}/opts' },
  'spc-e2e-capability': { RUN: 'docker run --rm --net=host --cap-add=${OPT1} IMAGE' },
  'spc-e2e-opts': { RUN: 'docker run --rm --net=host ${OPT1} IMAGE' },
};

export const imageNames = () => Object.keys(LABELS).map((name) => `localhost/${name}`);

/** Builds what an engine has not got. One test file at a time: an image must not change under another's feet. */
export function makeImages(engine: 'docker' | 'podman'): void {
  lock();
  try {
    for (const [name, labels] of Object.entries(LABELS)) makeImage(engine, `localhost/${name}:latest`, labels);
  } finally {
    rmdirSync(LOCK);
  }
}

const LOCK = '/run/spc-e2e-images.lock';

function lock(): void {
  for (let tries = 0; tries < 1200; tries++) {
    try {
      mkdirSync(LOCK);
      return;
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  throw new Error(`${LOCK} is held for two minutes: a test was killed? remove it`);
}

function makeImage(engine: string, image: string, labels: Record<string, string>): void {
  const lines = Object.entries(labels).map(([key, value]) => `LABEL ${key}=${quote(value)}`);
  const revision = createHash('sha256').update(lines.join('\n')).digest('hex');
  const format = '{{index .Config.Labels "spc.e2e.rev"}}';
  if (run([engine, 'image', 'inspect', '--format', format, image]).stdout.trim() === revision) return;
  const built = run([engine, 'build', '-q', '-t', image, '-'], {
    env: { ...process.env, DOCKER_BUILDKIT: '0' } as Record<string, string>,
    input: ['FROM localhost/spc-bb:latest', ...lines, `LABEL spc.e2e.rev=${revision}`, ''].join('\n'),
  });
  if (built.status !== 0) throw new Error(`${engine} build ${image}: ${built.stderr}`);
}

/** A value as a Dockerfile takes it: quoted, `$` kept, control characters as they are. */
function quote(value: string): string {
  const text = JSON.stringify(value).replaceAll('$', '\\$');
  return text.replaceAll('\\u001b', '\u001b').replaceAll('\\u0007', '\u0007');
}
