import { describe, expect, it } from 'vitest';
import { adviceFor, type DoctorIo, type DoctorRequest, doctor, withAdvice } from '../../src/app/doctor.ts';
import type { System } from '../../src/app/system.ts';
import { ABILITY_NAMES, type AbilityName } from '../../src/core/doctor/abilities.ts';
import type { DoctorReport } from '../../src/core/doctor/report.ts';
import { EXIT, SpcError } from '../../src/core/errors.ts';
import { dockerPlain, hostRoot, hostUser } from '../core/doctor/evidences.ts';

const noSystem = {} as System;

async function run(evidence: typeof hostRoot, request: Partial<DoctorRequest>) {
  const gathered: (readonly AbilityName[])[] = [];
  const io: DoctorIo = {
    gather: async (tried) => {
      gathered.push(tried);
      return evidence;
    },
    target: () => Promise.reject(new Error('none was named')),
  };
  const messages = doctor(noSystem, io, { asked: [], try: false, quiet: false, ...request });
  const pages: unknown[] = [];
  for (;;) {
    const step = await messages.next();
    if (step.done) return { status: step.value, data: pages[0] as DoctorReport, gathered };
    if (step.value.kind === 'page') pages.push(step.value.data);
  }
}

describe('spc doctor', () => {
  it('ends with 0, or with that of not-ready', async () => {
    expect((await run(hostRoot, {})).status).toBe(0);
    expect((await run(hostUser, {})).status).toBe(EXIT['not-ready'].status);
    expect((await run(hostUser, { asked: ['strace-launch'] })).status).toBe(0);
    expect((await run(hostUser, { explain: 'tcpdump' })).status).toBe(EXIT['not-ready'].status);
  });

  it('tries nothing unless it is told to, and then what was asked about, else all', async () => {
    expect((await run(hostRoot, { asked: ['perf'] })).gathered).toEqual([[]]);
    expect((await run(hostRoot, { asked: ['perf'], try: true })).gathered).toEqual([['perf']]);
    expect((await run(hostRoot, { explain: 'gdb', try: true })).gathered).toEqual([['gdb']]);
    expect((await run(hostRoot, { try: true })).gathered).toEqual([ABILITY_NAMES]);
  });

  it('gives the same as data, with a version', async () => {
    const { data } = await run(hostRoot, {});
    expect(data).toMatchObject({ schema: 1, ready: true, target: null });
    expect(data.abilities.map(({ ability }) => ability)).toEqual(ABILITY_NAMES);
    expect((await run(hostRoot, { explain: 'perf' })).data).toMatchObject({
      schema: 1,
      ability: 'perf',
      state: 'works',
    });
  });
});

describe('a session that failed', () => {
  const refused = new SpcError('no-capability', 'strace cannot attach', 'EPERM', 'none');
  const advise = (tracer: Parameters<typeof adviceFor>[0]) => adviceFor(tracer, { gather: async () => dockerPlain });

  it('says what would have let it', async () => {
    const { code, message, why, hint } = await withAdvice(refused, 'strace', advise);
    expect([code, message, why]).toEqual(['no-capability', 'strace cannot attach', 'EPERM']);
    expect(hint).toContain('docker: --cap-add=SYS_PTRACE --pid=host');
  });

  it('is left as it is when no right is wanting, when the doctor fails, and when there is none', async () => {
    const gone = new SpcError('target-gone', 'it ended');
    expect(await withAdvice(gone, 'strace', advise)).toBe(gone);
    expect(await withAdvice(refused, 'strace', async () => '')).toBe(refused);
    expect(await withAdvice(refused, 'strace', () => Promise.reject(new Error('x')))).toBe(refused);
    expect(await withAdvice(refused, 'strace', undefined)).toBe(refused);
    expect(await adviceFor('log', { gather: () => Promise.reject(new Error('x')) })).toBe('');
  });
});
