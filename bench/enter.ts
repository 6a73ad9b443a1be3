/** `spc enter` beside what else runs a command in a container that is there. */
import { must, type Race, SPC } from './race.ts';

const NAME = `spc-bench-enter-${process.pid}`;
const ENGINES = ['docker', 'podman'];
const JOIN = ['-n', '-p', '-i', '-u'];

/** A race whose commands need the container's pid, known only when it runs. */
function inContainerOf(engine: string): Race {
  const name = `${NAME}-${engine}`;
  const nsenter: string[] = [];
  return {
    title: `${engine}: a command in a running container`,
    before() {
      must([engine, 'run', '-d', '--name', name, 'localhost/spc-bb:latest', 'sleep', '1000000']);
      const pid = must([engine, 'inspect', '--format', '{{.State.Pid}}', name]);
      nsenter.push('nsenter', '-t', pid, ...JOIN, 'true');
    },
    contestants: [
      { name: `nsenter -t PID ${JOIN.join(' ')}`, commands: [nsenter] },
      { name: `${engine} exec`, commands: [[engine, 'exec', name, 'true']] },
      { name: 'spc enter', commands: [[SPC, 'enter', name, '--', 'true']] },
    ],
  };
}

export const races: Race[] = ENGINES.map(inContainerOf);

export function finish(): void {
  for (const engine of ENGINES) must([engine, 'rm', '-f', `${NAME}-${engine}`]);
}
