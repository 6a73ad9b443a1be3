import { describe, expect, it } from 'vitest';
import { columnsInUse } from '../../src/app/containers.ts';

describe('columnsInUse', () => {
  const none = { filters: [] };

  it('those on the screen by default, all but the dear ones in data', () => {
    expect(columnsInUse(none, false)).toContain('addresses');
    expect(columnsInUse(none, false)).not.toContain('ports');
    expect(columnsInUse(none, true)).toContain('cpuLimit');
    expect(columnsInUse(none, true)).not.toContain('ports'); // dear: only when asked for
  });

  it('those that are named, whatever their case, also in filters and sort', () => {
    const options = { columns: ['NAME'], filters: ['tasks>3', 'PORTS=80/tcp', 'kind!=spc'], sort: '-cgroupMemory' };
    expect(columnsInUse(options, true)).toEqual(['name', 'kind', 'cgroupMemory', 'tasks', 'ports']);
  });

  it('those that do not exist are for the list to refuse', () => {
    expect(columnsInUse({ columns: ['nonsense'], filters: [], sort: '' }, false)).toEqual([]);
  });
});
