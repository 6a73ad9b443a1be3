/** Texts of the system and of engines → evidence. All of them may be hostile or cut off. */
import { lastLine } from '../text.ts';
import type { Answer } from '../types.ts';
import { CONFIG_OPTIONS, type ConfigOption, type EngineEvidence, type KernelEvidence } from './evidence.ts';

/** `CONFIG_BPF_SYSCALL=y` and `# CONFIG_KPROBES is not set`; what is not named is not set. */
export function parseKernelConfig(text: string): KernelEvidence['config'] {
  const set = new Map([...text.matchAll(/^CONFIG_(\w+)=([ym])$/gm)].map(([, name = '', value = '']) => [name, value]));
  const value = (name: ConfigOption) => (set.get(name) ?? 'n') as 'y' | 'm' | 'n';
  return Object.fromEntries(CONFIG_OPTIONS.map((name) => [name, value(name)]));
}

/** `none [integrity] confidentiality` → the one in brackets; null: a text of another form. */
export function parseLockdown(text: string): string | null {
  return /\[(none|integrity|confidentiality)\]/.exec(text)?.[1] ?? null;
}

/** Soft limit of locked memory in /proc/self/limits, bytes; null: none. */
export function parseMemlock(limits: string): number | null {
  const soft = /^Max locked memory +(\d+|unlimited)/m.exec(limits)?.[1];
  return soft === undefined || soft === 'unlimited' ? null : Number(soft);
}

/** What a tool says of its version, shortened to the number; else its first line. */
export function parseVersion(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return /\bv?(\d+\.\d+[\w.+~-]*)/.exec(line)?.[1] ?? line.slice(0, 60);
}

/** The answer to `docker info` or `nerdctl info`, as JSON: it ends with 0 also when the server does not answer. */
export function parseDockerInfo({ stdout, stderr, status }: Answer): EngineEvidence {
  const info = objectOf(stdout);
  const version = textOf(info['ServerVersion']);
  const errors = Array.isArray(info['ServerErrors']) ? info['ServerErrors'].map(textOf) : [];
  if (version === '') return noAnswer(lastLine(stderr) || errors[0] || `it ended with status ${status}`);
  const options = Array.isArray(info['SecurityOptions']) ? info['SecurityOptions'].map(textOf) : [];
  const runc = parseVersion(textOf(objectOf(info['RuncCommit'])['ID']));
  return {
    state: 'answers',
    version,
    rootless: options.some((option) => option.includes('rootless')),
    server: '',
    runtime: runc === '' ? '' : `runc ${runc}`,
  };
}

/** The answer to `podman version`, as JSON. It asks no server unless it is told to. */
export function parsePodmanVersion({ stdout, stderr, status }: Answer, rootless: boolean): EngineEvidence {
  const { Client, Server } = objectOf(stdout);
  const version = textOf(objectOf(Server)['Version']) || textOf(objectOf(Client)['Version']);
  if (status !== 0 || version === '') return noAnswer(lastLine(stderr) || `it ended with status ${status}`);
  return { state: 'answers', version, rootless, server: '', runtime: '' };
}

function noAnswer(said: string): EngineEvidence {
  const why = logMessage(said);
  const denied = /permission denied|must be root|operation not permitted|rootless containers not supported/i.test(why);
  return { state: denied ? 'refused' : 'silent', why };
}

/** `time="…" level=error msg="…"` → the message: podman's way to say why. */
const logMessage = (line: string) => /\bmsg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line;

function objectOf(value: unknown): Record<string, unknown> {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** Of what a failed tool wrote, the line that says why. */
export function failureLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => /[a-z]/i.test(line) && !/RLIMIT_MEMLOCK/.test(line));
  const telling = said.find((line) => /not permitted|denied|permission|cannot|couldn't|unable|error|fail/i.test(line));
  return (telling ?? said[0] ?? '').slice(0, MAX_LINE);
}

const MAX_LINE = 300;
