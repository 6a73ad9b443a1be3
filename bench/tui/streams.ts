/** The streams of a session of four panes, and tools that stand in to print them. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../race.ts';

/** Nobody else may write there: spc runs nothing else's tools. */
const FOLDER = `/var/lib/spc-bench-tui-${process.pid}`;
const TOOLS = join(FOLDER, 'tools');
export const RECORD = join(FOLDER, 'session');

/** Tool → what it prints; parts of all lines. */
const ROLES = [
  { tool: 'strace', role: 'strace', part: 0.7 },
  { tool: 'docker', role: 'log', part: 0.15 },
  { tool: 'bpftrace', role: 'bpftrace', part: 0.1 },
  { tool: 'tcpdump', role: 'tcpdump', part: 0.05 },
] as const;

export interface Stream {
  tool: string;
  role: string;
  /** Where it says how much it wrote. */
  report: string;
  /** The stand-in without the tool's own words. */
  argv: string[];
}

/** Lines a second and in all, over all streams. */
export interface Volume {
  rate: number;
  total: number;
}

export function streamsOf({ rate, total }: Volume): Stream[] {
  return ROLES.map(({ tool, role, part }) => {
    const report = join(FOLDER, `${role}.json`);
    const numbers = [rate, total].map((all) => String(Math.round(all * part)));
    return {
      tool,
      role,
      report,
      argv: [process.execPath, join(import.meta.dirname, 'standin.ts'), role, ...numbers, report],
    };
  });
}

export function makeFolder(): string {
  mkdirSync(TOOLS, { recursive: true, mode: 0o700 });
  return FOLDER;
}

export const removeFolder = () => rmSync(FOLDER, { recursive: true, force: true });

/**
 * A command that finds the stand-ins where spc looks for tools first, /usr/local/sbin: in a mount namespace of its own,
 * so that nobody else does.
 */
export function amongStandIns(streams: Stream[], argv: string[]): string[] {
  for (const { tool, argv: words } of streams) {
    const path = join(TOOLS, tool);
    writeFileSync(path, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(path, 0o755);
  }
  const script = 'mount --bind "$0" /usr/local/sbin && exec "$@"';
  return ['unshare', '--mount', 'sh', '-c', script, TOOLS, ...argv];
}

/** Lines the stand-ins wrote, all together; they have ended. */
export const written = (streams: Stream[]): Record<string, number> =>
  Object.fromEntries(streams.map(({ role, report }) => [role, JSON.parse(readFileSync(report, 'utf8')).written]));

/** A container to be watched; gives its name. */
export function startTarget(): string {
  const name = `spc-bench-tui-${process.pid}`;
  must(['docker', 'run', '-d', '--stop-timeout', '0', '--name', name, 'localhost/spc-bb:latest', 'sleep', '1000000']);
  return name;
}

export const removeTarget = (name: string) => void must(['docker', 'rm', '-f', name]);
