import { describe, expect, it } from 'vitest';
import { isRun, parseRunCommand } from '../../../src/core/label/runspec.ts';
import { type ToolRun, toolRunWords } from '../../../src/core/tools/tool-run.ts';

const run = (more: Partial<ToolRun> = {}): ToolRun => ({
  name: 'spc-tool-1',
  env: { SPC_TOOL: 'm' },
  image: 'sha256:abc',
  tool: 'strace',
  args: ['-p', '42'],
  join: [],
  paths: [],
  interactive: false,
  unlogged: true,
  ...more,
});
const words = (more?: Partial<ToolRun>) => toolRunWords(run(more), (path) => path === '/sys');

describe('the command that runs a tool of an image', () => {
  it('is one an engine understands, and ends with the image and the tool’s own words', () => {
    const spec = parseRunCommand(['docker', ...words()]);
    expect(isRun(spec) && [spec.image, ...spec.command]).toEqual(['sha256:abc', '-p', '42']);
    expect(words()).toContain('--entrypoint=strace');
  });

  it('gives strace and tcpdump just the capabilities they need', () => {
    const given = (tool: string) => words({ tool }).filter((word) => /^--(cap-|privileged)/.test(word));
    expect(given('strace')).toEqual(['--cap-drop=ALL', '--cap-add=SYS_PTRACE', '--cap-add=DAC_READ_SEARCH']);
    expect(given('tcpdump')).toContain('--cap-add=NET_RAW');
    expect(given('tcpdump')).not.toContain('--cap-add=SYS_ADMIN');
    expect(given('bpftrace')).toEqual(['--privileged']);
  });

  it('shows the kernel’s files to tools that work with them, where there are such', () => {
    const mounts = (tool: string) => words({ tool }).filter((word) => word.startsWith('--volume'));
    expect(mounts('bpftrace')).toEqual(['--volume=/sys:/sys']);
    expect(mounts('strace')).toEqual([]);
  });

  it('joins by nsenter, which takes capabilities of its own', () => {
    const joined = words({ tool: 'tcpdump', join: [{ type: 'net', path: '/proc/42/ns/net' }] });
    expect(joined.slice(-7)).toEqual([
      '--entrypoint=nsenter',
      'sha256:abc',
      '--net=/proc/42/ns/net',
      '--',
      'tcpdump',
      '-p',
      '42',
    ]);
    expect(joined).toContain('--cap-add=SYS_ADMIN');
  });

  it('mounts host files at their own paths', () => {
    expect(words({ paths: ['/a b,c'] })).toContain('--volume=/a b,c:/a b,c');
    for (const path of ['/a:b', 'relative']) expect(() => words({ paths: [path] })).toThrow(/cannot be given/);
  });

  it('cannot put a tool into another pid namespace', () => {
    expect(() => words({ join: [{ type: 'pid', path: '/proc/42/ns/pid' }] })).toThrow(/cannot join a pid namespace/);
  });

  it('keeps the output out of the engine’s log', () => {
    expect(words()).toContain('--log-driver=none');
    expect(words({ unlogged: false })).not.toContain('--log-driver=none');
  });
});
