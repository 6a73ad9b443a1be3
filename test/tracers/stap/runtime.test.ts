import { describe, expect, it } from 'vitest';
import { chooseRuntime, type StapFacts } from '../../../src/tracers/stap/runtime.ts';

const full: StapFacts = {
  release: '6.1.0',
  modules: true,
  kprobes: true,
  mayLoad: true,
  build: '/lib/modules/6.1.0/build',
  debuginfo: '/usr/lib/debug/boot/vmlinux-6.1.0',
  btf: true,
  headers: '/lib/modules/6.1.0/build',
};

describe('which runtime', () => {
  it('the kernel runtime where all it needs is there', () => {
    expect(chooseRuntime(full)).toEqual({
      runtime: 'kernel',
      why: ['modules, kprobes, /lib/modules/6.1.0/build and /usr/lib/debug/boot/vmlinux-6.1.0 are there'],
    });
  });

  it('what is not known speaks against neither', () => {
    expect(chooseRuntime({ ...full, modules: null, kprobes: null }).runtime).toBe('kernel');
  });

  it.each<[Partial<StapFacts>, string]>([
    [{ modules: false }, 'this kernel takes no modules (CONFIG_MODULES)'],
    [{ kprobes: false }, 'this kernel has no kprobes (CONFIG_KPROBES)'],
    [{ mayLoad: false }, 'modules may not be loaded (CAP_SYS_MODULE)'],
    [{ build: '' }, 'there are no headers of kernel 6.1.0'],
    [{ debuginfo: '' }, 'there is no debugging information of kernel 6.1.0'],
  ])('BPF, and one reason, without %j', (lack, reason) => {
    expect(chooseRuntime({ ...full, ...lack })).toEqual({ runtime: 'bpf', why: [reason] });
  });

  it('what modules would need is not asked for where there are none', () => {
    const { why } = chooseRuntime({
      ...full,
      modules: false,
      kprobes: false,
      mayLoad: false,
      build: '',
      debuginfo: '',
    });
    expect(why).toHaveLength(2);
  });
});
