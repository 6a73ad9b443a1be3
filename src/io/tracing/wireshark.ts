/** wireshark, looking on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { attempt } from '../inspect/files.ts';
import type { PcapCopy } from './tcpdump-copy.ts';

const DIRECTORIES = ['/usr/local/bin', '/usr/bin', '/bin'];

/** What a window needs of the caller's environment. */
const VARIABLES = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR', 'HOME', 'LANG', 'PATH', 'TERM'];

/**
 * Starts it on a pipe when the capture begins. It reads what strangers send, so it runs as the user who called sudo, where
 * there is one. Throws `no-tool` without wireshark, `usage` without a display.
 */
export function wireshark(env: NodeJS.ProcessEnv = process.env): PcapCopy {
  const path = DIRECTORIES.map((each) => `${each}/wireshark`).find(isExecutable);
  if (!path)
    throw new SpcError(
      'no-tool',
      'there is no wireshark here',
      '',
      'install it, or spc tcpdump … -w - | wireshark -k -i - elsewhere',
    );
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    throw new SpcError(
      'usage',
      'wireshark needs a display',
      'neither DISPLAY nor WAYLAND_DISPLAY is set',
      'use -w FILE, and look at it where there is one',
    );
  const { promise: failed, resolve: fail } = Promise.withResolvers<Failure>();
  let child: ChildProcess | undefined;
  return {
    begin: () => {
      child = start(path, env, fail);
    },
    write: async (chunk) => {
      const { stdin = null } = child ?? {};
      if (!stdin || stdin.destroyed || stdin.write(chunk)) return;
      await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), failed]);
    },
    end: async () => {
      child?.stdin?.end();
      child?.unref();
    },
    failed,
  };
}

type Failure = Awaited<PcapCopy['failed']>;

function start(path: string, env: NodeJS.ProcessEnv, fail: (failure: Failure) => void): ChildProcess {
  const child = spawn(path, ['-k', '-i', '-'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    env: Object.fromEntries(VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    ...callersIds(env),
  });
  child.on('error', ({ message }) => fail({ reason: 'failed', message: `wireshark: ${message}` }));
  child.on('exit', () => fail({ reason: 'stopped', message: '' }));
  child.stdin.on('error', () => fail({ reason: 'stopped', message: '' }));
  return child;
}

/** Numbers that sudo sets, and only root may take. */
function callersIds({ SUDO_UID, SUDO_GID }: NodeJS.ProcessEnv): { uid?: number; gid?: number } {
  const isNumber = (text: string | undefined) => text !== undefined && /^\d{1,9}$/.test(text);
  if (process.geteuid?.() !== 0 || !isNumber(SUDO_UID) || !isNumber(SUDO_GID)) return {};
  return { uid: Number(SUDO_UID), gid: Number(SUDO_GID) };
}

function isExecutable(path: string): boolean {
  return attempt(() => accessSync(path, constants.X_OK) ?? true) === true;
}
