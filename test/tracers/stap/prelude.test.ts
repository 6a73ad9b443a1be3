import { describe, expect, it } from 'vitest';
import type { TargetFilter } from '../../../src/core/session/filter.ts';
import { prelude } from '../../../src/tracers/stap/prelude.ts';
import type { StapRuntime } from '../../../src/tracers/stap/runtime.ts';

const made = (filter: TargetFilter, runtime: StapRuntime = 'bpf') =>
  prelude({ filter, runtime, vmlinux: '/var/cache/spc/vmlinux.h' })['spc.stp'];

/** Constants an instruction of BPF cannot hold. */
const tooLarge = (text: string) => [...text.matchAll(/\b\d{10,}\b/g)].filter(([n]) => Number(n) >= 2 ** 31);

describe('the functions a script has about its target', () => {
  it('a pid namespace: its inode in halves that together are it', () => {
    const text = made({ kind: 'pidns', inode: 4026532259 });
    const [, high = '', low = ''] = />> 16\) == (\d+) && .* == (\d+)/.exec(text) ?? [];
    expect(Number(high) * 65536 + Number(low)).toBe(4026532259);
    expect(text).toContain('nsproxy->pid_ns_for_children->ns->inum');
    expect(tooLarge(text)).toEqual([]);
  });

  it('a cgroup: its id, of more than 32 bits, too', () => {
    const text = made({ kind: 'cgroup', id: 5_000_000_000, path: '/x' });
    const [, high = '', low = ''] = />> 16\) == (\d+) && .* == (\d+)/.exec(text) ?? [];
    expect(Number(high) * 65536 + Number(low)).toBe(5_000_000_000);
    expect(tooLarge(text)).toEqual([]);
  });

  it('processes: each is in the map from the beginning, and their children come and go', () => {
    const text = made({ kind: 'pids', pids: [42, 4711] });
    expect(text).toContain('__spc_pids[42] = 1; __spc_pids[4711] = 1');
    expect(text).toContain('sched_process_fork');
    expect(text).toContain('delete __spc_pids');
  });

  it('the host: always', () => {
    expect(made({ kind: 'host' })).toContain('function spc_target:long() { return 1 }');
  });

  it('the kernel runtime has the whole number, in C', () => {
    expect(made({ kind: 'pidns', inode: 4026532259 }, 'kernel')).toContain('ns.inum == 4026532259U');
    expect(made({ kind: 'cgroup', id: 77, path: '/x' }, 'kernel')).toContain('== 77ULL');
    expect(made({ kind: 'host' }, 'kernel')).not.toContain('/* bpf */');
  });

  it.each<TargetFilter>([{ kind: 'host' }, { kind: 'pids', pids: [1] }, { kind: 'pidns', inode: 1 }])(
    'no name of ours can be a name of the script: $kind',
    (filter) => {
      const names = [...made(filter).matchAll(/(?:function|global) (\w+)|(?:^|[(,;{] *)(\w+):long/gm)];
      for (const [, a, b] of names) expect(a ?? b).toMatch(/^(?:__spc_|spc_)/);
      expect(names.length).toBeGreaterThan(3);
    },
  );

  it('structures come from the header that was given', () => {
    const facts = { filter: { kind: 'host' }, runtime: 'bpf', vmlinux: '/v.h' } as const;
    expect(prelude(facts)['spc.stpm']).toBe('@define spc_cast(address, type) %( @cast(@address, @type, "</v.h>") %)\n');
  });

  it('has room for more processes than the list has, and refuses a list that is too long', () => {
    const pids = (count: number) => ({ kind: 'pids' as const, pids: Array.from({ length: count }, (_, i) => i + 1) });
    const [, room] = /global __spc_pids\[(\d+)\]/.exec(made(pids(8192))) ?? [];
    expect(Number(room)).toBeGreaterThan(8192);
    expect(() => made(pids(8193))).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
