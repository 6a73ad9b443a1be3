/** An engine's CLI that is a script: it answers with captured texts, notes each call, and fails or hangs where it is told to. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from '../../fixtures/bench/read.ts';

/** A question by its first words. */
export type Question =
  | 'info'
  | 'context'
  | 'ps'
  | 'images'
  | 'network ls'
  | 'container'
  | 'image'
  | 'network inspect'
  | 'secret';

export interface FakeEngine {
  /** Folder to be first in PATH. */
  path: string;
  /** First words of every call so far. */
  calls(): string[];
  answer(question: Question, stdout: string, stderr?: string, status?: number): void;
  /** From now on it never answers this. */
  hang(question: Question): void;
  remove(): void;
}

const FILES: Readonly<Record<Question, string>> = {
  info: 'info',
  context: 'context',
  ps: 'ps',
  images: 'images',
  'network ls': 'network-ls',
  container: 'container',
  image: 'image',
  'network inspect': 'network-inspect',
  secret: 'secret',
};

/** Answers as docker 20.10 or podman 4.3 did. */
export function fakeEngine(name: 'docker' | 'podman'): FakeEngine {
  const path = mkdtempSync(join(homedir(), '.spc-fake-'));
  const answers = join(path, 'answers');
  mkdirSync(answers);
  writeFileSync(join(path, name), script(path, answers));
  chmodSync(join(path, name), 0o755);
  const put = (question: Question, kind: string, value: string) =>
    writeFileSync(join(answers, `${FILES[question]}.${kind}`), value);
  const engine: FakeEngine = {
    path,
    calls: () => (existsSync(join(path, 'calls')) ? readFileSync(join(path, 'calls'), 'utf8').trim().split('\n') : []),
    answer(question, stdout, stderr = '', status = 0) {
      put(question, 'out', stdout);
      put(question, 'err', stderr);
      put(question, 'status', `${status}`);
    },
    hang: (question) => put(question, 'hang', ''),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  answerAll(engine, name);
  return engine;
}

function script(path: string, answers: string): string {
  return `#!/bin/sh
case $1 in network) q=network-$2 ;; *) q=$1 ;; esac
echo "$1 $2" >> ${path}/calls
test -e ${answers}/$q.hang && exec sleep 1000
cat ${answers}/$q.out
cat ${answers}/$q.err >&2
exit $(cat ${answers}/$q.status)
`;
}

function answerAll(engine: FakeEngine, name: string): void {
  const idsOf = (inspected: string) =>
    (JSON.parse(inspected) as { Id?: string; id?: string; name?: string }[]).map(
      ({ Id, id, name: own }) => Id ?? own ?? id,
    );
  const both = (list: Question, inspect: Question, file: string) => {
    const inspected = text(file);
    engine.answer(list, `${idsOf(inspected).join('\n')}\n`);
    engine.answer(inspect, inspected);
  };
  engine.answer('info', text(`${name}-info.json`));
  engine.answer('context', 'unix:///var/run/docker.sock\n');
  both('ps', 'container', `${name}-containers.json`);
  both('images', 'image', `${name}-images.json`);
  both('network ls', 'network inspect', `${name}-networks.json`);
  engine.answer('secret', '');
}
