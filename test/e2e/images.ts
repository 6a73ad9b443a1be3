/** Small images with the labels a test needs, in each engine: made once, by the engine's own build. */
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

/** Builds them into an engine that has not got them. */
export function makeImages(engine: 'docker' | 'podman'): void {
  for (const [name, labels] of Object.entries(LABELS)) {
    const lines = Object.entries(labels).map(
      ([key, value]) =>
        `LABEL ${key}=${JSON.stringify(value)
          .replaceAll('$', '\\$')
          .replace(/\\u001b/g, '\u001b')
          .replace(/\\u0007/g, '\u0007')}`,
    );
    const dockerfile = ['FROM localhost/spc-bb:latest', ...lines, ''].join('\n');
    const built = run([engine, 'build', '-q', '-t', `localhost/${name}:latest`, '-'], {
      env: { ...process.env, DOCKER_BUILDKIT: '0' } as Record<string, string>,
      input: dockerfile,
    });
    if (built.status !== 0) throw new Error(`${engine} build ${name}: ${built.stderr}`);
  }
}
