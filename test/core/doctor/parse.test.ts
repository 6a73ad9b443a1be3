import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseElf } from '../../../src/core/doctor/elf.ts';
import { versionAtLeast } from '../../../src/core/doctor/evidence.ts';
import {
  failureLine,
  parseDockerInfo,
  parseKernelConfig,
  parseLockdown,
  parseMemlock,
  parsePodmanVersion,
  parseVersion,
} from '../../../src/core/doctor/parse.ts';
import { warningsOf } from '../../../src/core/doctor/warnings.ts';
import { changed, hostRoot } from './evidences.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/doctor/${name}`, import.meta.url), 'utf8');
const answer = (stdout: string, stderr = '', status = 0) => ({ stdout, stderr, status });

describe('texts of the kernel', () => {
  it('a configuration: set, a module, not set, not named', () => {
    const config = parseKernelConfig(
      'CONFIG_BPF_SYSCALL=y\nCONFIG_PACKET=m\n# CONFIG_KPROBES is not set\nCONFIG_HZ=250\n',
    );
    expect(config).toMatchObject({ BPF_SYSCALL: 'y', PACKET: 'm', KPROBES: 'n', MODULES: 'n' });
  });

  it.each([
    ['[none] integrity confidentiality', 'none'],
    ['none [integrity] confidentiality\n', 'integrity'],
    ['none integrity [confidentiality]', 'confidentiality'],
    ['[\u001b[2J]', null],
    ['', null],
  ])('lockdown %s', (text, level) => expect(parseLockdown(text)).toBe(level));

  it.each([
    ['Max locked memory         8388608              8388608              bytes', 8_388_608],
    ['Max locked memory         unlimited            unlimited            bytes', null],
    ['', null],
  ])('locked memory: %s', (text, bytes) => expect(parseMemlock(text)).toBe(bytes));
});

describe('versions', () => {
  it.each([
    ['strace -- version 6.1\nCopyright', '6.1'],
    ['tcpdump version 4.99.3\nlibpcap version 1.10.3', '4.99.3'],
    ['bpftrace v0.17.0', '0.17.0'],
    ['Systemtap translator/driver (version 4.8/0.188, Debian version 4.8-2)', '4.8'],
    ['runc version 1.1.5+ds1\ncommit: x', '1.1.5+ds1'],
    ['v1.1.12-0-g51d5e94', '1.1.12-0-g51d5e94'],
    ['no number', 'no number'],
    ['', ''],
    ['x'.repeat(1000), 'x'.repeat(60)],
  ])('%s', (text, version) => expect(parseVersion(text)).toBe(version));

  it.each([
    ['6.18.44-fc', [5, 8], true],
    ['5.8.0', [5, 8], true],
    ['5.10', [5, 8], true],
    ['5.7.19', [5, 8], false],
    ['4.18.0-553.el8', [5, 8], false],
    ['1.1.12', [1, 1, 12], true],
    ['1.1.5+ds1', [1, 1, 12], false],
    ['6', [5, 8], true],
    ['nonsense', [5, 8], true],
  ])('%s is at least %o: %s', (text, wanted, expected) => expect(versionAtLeast(text, wanted)).toBe(expected));
});

describe('engines', () => {
  it('docker that answers', () => {
    expect(parseDockerInfo(answer(fixture('docker-info.json')))).toEqual({
      state: 'answers',
      version: '20.10.24+dfsg1',
      rootless: false,
      server: '',
      runtime: 'runc 1.1.5+ds1-1+deb12u1',
    });
  });

  it('docker without root', () => {
    const text = JSON.stringify({ ServerVersion: '28', SecurityOptions: ['name=rootless'], RuncCommit: null });
    expect(parseDockerInfo(answer(text))).toMatchObject({ rootless: true, runtime: '' });
  });

  it('docker whose server does not answer ends with 0, all the same', () => {
    const down = answer(fixture('docker-info-down.json'), 'Cannot connect to the Docker daemon at unix:///nope.');
    expect(parseDockerInfo(down)).toEqual({
      state: 'silent',
      why: 'Cannot connect to the Docker daemon at unix:///nope.',
    });
  });

  it('docker that refuses this user', () => {
    const refused = answer('', 'permission denied while trying to connect to the Docker daemon socket', 1);
    expect(parseDockerInfo(refused).state).toBe('refused');
  });

  it('podman', () => {
    expect(parsePodmanVersion(answer(fixture('podman-version.json')), true)).toMatchObject({
      version: '4.3.1',
      rootless: true,
    });
    const log = 'time="2026-11-22T09:00:12Z" level=error msg="stat /root/.config/\\"x\\": permission denied"';
    expect(parsePodmanVersion(answer('', log, 125), true)).toEqual({
      state: 'refused',
      why: 'stat /root/.config/\\"x\\": permission denied',
    });
  });

  it.each(['', 'null', '[]', '"x"', '{"ServerVersion": 7}', '{"ServerVersion": {"a": 1}}', '{'])(
    'nonsense is no answer: %s',
    (text) => {
      expect(parseDockerInfo(answer(text, '', 1))).toEqual({ state: 'silent', why: 'it ended with status 1' });
      expect(parsePodmanVersion(answer(text, '', 1), false).state).toBe('silent');
    },
  );

  it('an old runc is warned of, once a version', () => {
    const warnings = warningsOf(hostRoot);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^runc 1\.1\.5 \(docker, \/usr\/sbin\/runc\) is older than 1\.1\.12: CVE-2024-21626/);
    const runc = { path: '/usr/sbin/runc', version: '1.1.12' };
    const docker = { state: 'answers', version: '28', rootless: false, server: '', runtime: 'runc 1.2.8' } as const;
    expect(warningsOf(changed(hostRoot, { tools: { runc }, engines: { docker } }))).toEqual([]);
  });
});

describe('the line that says why a tool failed', () => {
  it.each([
    [
      'strace: attach: ptrace(PTRACE_SEIZE, 4): Operation not permitted\n',
      'strace: attach: ptrace(PTRACE_SEIZE, 4): Operation not permitted',
    ],
    ['Attaching 1 probe...\nstdin:1: ERROR: tracepoint not found\n~~~~~', 'stdin:1: ERROR: tracepoint not found'],
    ["ERROR: couldn't set RLIMIT_MEMLOCK\nERROR: no", 'ERROR: no'],
    ['only this', 'only this'],
    ['\n \n', ''],
  ])('%j', (text, line) => expect(failureLine(text)).toBe(line));
});

describe('the head of a program', () => {
  const elf = (bits: 32 | 64, types: number[], little = true) => {
    const is64 = bits === 64;
    const [header, size] = is64 ? [64, 56] : [52, 32];
    const bytes = Buffer.alloc(Math.max(64, header + size * types.length));
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    bytes.set([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, little ? 1 : 2]);
    if (is64) view.setBigUint64(32, BigInt(header), little);
    else view.setUint32(28, header, little);
    view.setUint16(is64 ? 54 : 42, size, little);
    view.setUint16(is64 ? 56 : 44, types.length, little);
    for (const [at, type] of types.entries()) view.setUint32(header + at * size, type, little);
    return bytes;
  };

  it.each([
    ['64 bits, dynamic', elf(64, [6, 3, 1]), { bits: 64, static: false }],
    ['64 bits, static', elf(64, [1, 1]), { bits: 64, static: true }],
    ['32 bits, dynamic', elf(32, [3, 1]), { bits: 32, static: false }],
    ['the other order of bytes', elf(64, [1, 3], false), { bits: 64, static: false }],
    ['a script', Buffer.from('#!/bin/sh\n'.padEnd(100)), null],
    ['nothing', Buffer.alloc(0), null],
    ['cut off', elf(64, [1, 3]).subarray(0, 80), null],
    ['a table of nothing', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, ...Array(58).fill(255)]), null],
  ])('%s', (_, bytes, expected) => expect(parseElf(bytes)).toEqual(expected));
});
