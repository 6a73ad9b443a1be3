/** Tools of the host. */
import { accessSync, closeSync, constants, statSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { spawnJoined } from '../join/tick.ts';
import { openPipe } from '../linux/pipe.ts';
import { capture, exitStatus } from '../process.ts';
import type { RunningTool, StartOptions, Tool, Toolbox } from './types.ts';

/** Where programs of the host are; never the working directory, never what only the caller's PATH names. */
const DIRECTORIES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export function hostToolbox(): Toolbox {
  return { find, start };
}

async function find(name: string): Promise<Tool> {
  const path = DIRECTORIES.map((directory) => `${directory}/${name}`).find(isExecutable);
  if (!path) throw new SpcError('no-tool', `there is no ${name} here`, '', `install ${name}`);
  const { stdout, stderr } = await capture({ file: path, args: ['--version'] });
  return { name, path, version: `${stdout}${stderr}`.split('\n')[0] ?? '', from: 'host' };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function start(tool: Tool, args: readonly string[], options: StartOptions = {}): Promise<RunningTool> {
  const { join, stdin = 'ignore' } = options;
  const target = join?.target ?? { text: 'host', pid: 0, startTime: 0, spec: { kind: 'host' as const } };
  const [out, err] = [openPipe(), openPipe()];
  const child = spawnJoined(
    target,
    join?.types ?? [],
    { file: tool.path, args: [...args], env: options.env ?? {} },
    { stdio: [stdin, out.write, err.write], detached: true },
  );
  closeSync(out.write);
  closeSync(err.write);
  const ended = Promise.withResolvers<number>();
  child.on('error', () => ended.resolve(127));
  child.on('exit', (code, signal) => ended.resolve(exitStatus(code, signal)));
  return {
    tool,
    argv: [tool.path, ...args],
    stdout: out.reader,
    stderr: err.reader,
    stdin: child.stdin,
    pid: async () => child.pid ?? 0,
    signal: (name) => void child.kill(name),
    stop: async (graceMs = 2000) => {
      child.kill('SIGINT');
      const term = setTimeout(() => child.kill('SIGTERM'), graceMs);
      const kill = setTimeout(() => child.kill('SIGKILL'), 2 * graceMs);
      return await ended.promise.finally(() => {
        clearTimeout(term);
        clearTimeout(kill);
      });
    },
    ended: ended.promise,
  };
}
