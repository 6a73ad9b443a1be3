import { describe, expect, it } from 'vitest';
import { DEFAULT_CAPABILITIES } from '../../../src/core/capabilities.ts';
import { isIdentityMap, maskNames, parseSecurity } from '../../../src/core/inspect/security.ts';
import { text } from './captured.ts';

const captured = () => parseSecurity({ status: text('docker-status'), limits: text('docker-limits') });

describe('parseSecurity', () => {
  it("reads an ordinary docker container's", () => {
    const { capabilities, comparedWithDefault, seccomp, noNewPrivileges, uids } = captured();
    expect(capabilities?.effective.toSorted()).toEqual([...DEFAULT_CAPABILITIES].sort());
    expect(capabilities?.ambient).toEqual([]);
    expect(comparedWithDefault).toEqual({ more: [], fewer: [] });
    expect(seccomp).toEqual({ mode: 'filter', filters: 1 });
    expect(noNewPrivileges).toBe(false);
    expect(uids).toEqual([0, 0, 0, 0]);
  });

  it('tells what is more and what is fewer than docker gives', () => {
    const status = text('docker-status').replace('CapEff:\t00000000a80425fb', 'CapEff:\t0000000000200001');
    const { comparedWithDefault } = parseSecurity({ status });
    expect(comparedWithDefault?.more).toEqual(['SYS_ADMIN']);
    expect(comparedWithDefault?.fewer).toHaveLength(DEFAULT_CAPABILITIES.length - 1);
  });

  it('reads limits whose names and units have blanks or none', () => {
    const { limits } = captured();
    expect(limits).toHaveLength(16);
    expect(limits).toContainEqual({ name: 'open files', soft: 20000, hard: 20000, unit: 'files' });
    expect(limits).toContainEqual({ name: 'core file size', soft: 0, hard: null, unit: 'bytes' });
    expect(limits).toContainEqual({ name: 'nice priority', soft: 0, hard: 0, unit: '' });
  });

  it('reads maps, labels and the OOM score', () => {
    const security = parseSecurity({
      uidMap: '         0     100000      65536\n',
      label: 'docker-default (enforce)\n',
      oomScoreAdjust: '-999\n',
    });
    expect(security).toMatchObject({
      uidMap: [{ inside: 0, outside: 100000, count: 65536 }],
      lsmLabel: 'docker-default (enforce)',
      oomScoreAdjust: -999,
    });
    expect(isIdentityMap(security.uidMap)).toBe(false);
    expect(isIdentityMap(parseSecurity({ uidMap: '0 0 4294967295' }).uidMap)).toBe(true);
  });

  it('knows nothing from nothing', () => {
    expect(parseSecurity({})).toEqual({
      capabilities: null,
      comparedWithDefault: null,
      seccomp: { mode: 'unknown', filters: null },
      noNewPrivileges: null,
      lsmLabel: '',
      uidMap: [],
      gidMap: [],
      uids: [],
      gids: [],
      oomScoreAdjust: null,
      limits: [],
    });
  });

  it('is not misled by a name that looks like a field', () => {
    const status = `Name:\tx\\nCapEff:\\t0\n${text('docker-status')}`;
    expect(parseSecurity({ status }).capabilities?.effective).toHaveLength(DEFAULT_CAPABILITIES.length);
  });
});

describe('maskNames', () => {
  it.each([
    ['0', []],
    ['1', ['CHOWN']],
    ['10000000000', ['CHECKPOINT_RESTORE']],
    ['8000020000000000', ['41', '63']],
  ])('%s is %j', (mask, names) => expect(maskNames(mask)).toEqual(names));
});
