/** `spc enter` beside what else runs a command in a container that is there. */
import { processCount } from './crowd.ts';
import { must, type Race, SPC } from './race.ts';

const NAME = `spc-bench-enter-${process.pid}`;
const ENGINES = ['docker', 'podman'];
const JOIN = ['-n', '-p', '-i', '-u'];

/** A race whose commands need the container's pid, known only when it runs. */
function inContainerOf(engine: string): Race {
  const name = `${NAME}-${engine}`;
  const nsenter: string[] = [];
  const byPid: string[] = [];
  return {
    // a name is looked for among all processes, a pid is not
    get title() {
      return `${engine}: a command in a running container; ${processCount()} processes`;
    },
    before() {
      must([engine, 'run', '-d', '--stop-timeout', '0', '--name', name, 'localhost/spc-bb:latest', 'sleep', '1000000']);
      const pid = must([engine, 'inspect', '--format', '{{.State.Pid}}', name]);
      nsenter.push('nsenter', '-t', pid, ...JOIN, 'true');
      byPid.push(SPC, 'enter', `pid:${pid}`, '--', 'true');
    },
    contestants: [
      { name: `nsenter -t PID ${JOIN.join(' ')}`, commands: [nsenter] },
      { name: `${engine} exec`, commands: [[engine, 'exec', name, 'true']] },
      { name: 'spc enter NAME', commands: [[SPC, 'enter', name, '--', 'true']] },
      { name: 'spc enter pid:PID', commands: [byPid] },
    ],
  };
}

export const races: Race[] = ENGINES.map(inContainerOf);

export function finish(): void {
  for (const engine of ENGINES) must([engine, 'rm', '-f', `${NAME}-${engine}`]);
}
