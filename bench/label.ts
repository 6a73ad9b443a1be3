/** `spc run` beside its peers on the same container: what a user waits for. */
import { must, type Race, SPC } from './race.ts';

const IMAGE = 'localhost/spc-bench:latest';
const LABEL = 'LABEL RUN="docker run --rm --name NAME --pid=host --net=host -v /:/host IMAGE true"';
const GRANTS = ['--rm', '--name=spc-bench', '--pid=host', '--net=host', '-v', '/:/host'];

const spcRun = (engine: string) => [SPC, 'run', '--quiet', '--assumeyes', '--engine', engine, IMAGE];

export const races: Race[] = [
  {
    title: 'podman: a container that ends at once',
    before: prepare,
    contestants: [
      { name: 'podman run', commands: [['podman', 'run', ...GRANTS, IMAGE, 'true']] },
      {
        name: 'podman container runlabel',
        commands: [['podman', 'container', 'runlabel', '--name', 'spc-bench', 'RUN', IMAGE]],
      },
      { name: 'spc run --engine podman', commands: [spcRun('podman')] },
    ],
  },
  {
    title: 'docker: a container that ends at once',
    contestants: [
      { name: 'docker run', commands: [['docker', 'run', ...GRANTS, IMAGE, 'true']] },
      { name: 'spc run --engine docker', commands: [spcRun('docker')] },
      { name: 'spc run --engine builtin', commands: [spcRun('builtin')] },
    ],
  },
];

/** The same image in each engine. */
function prepare(): void {
  const dockerfile = `FROM localhost/spc-bb:latest\n${LABEL}\n`;
  for (const engine of ['docker', 'podman'])
    must([engine, 'build', '-q', '-t', IMAGE, '-'], dockerfile, { DOCKER_BUILDKIT: '0' });
  const archive = `/var/tmp/spc-bench-${process.pid}.tar`;
  must(['docker', 'save', '-o', archive, IMAGE]);
  must([SPC, 'image', 'load', archive]);
  must(['rm', archive]);
}
