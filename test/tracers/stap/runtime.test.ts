import { describe, expect, it } from 'vitest';
import { chooseRuntime, type StapFacts } from '../../../src/tracers/stap/runtime.ts';

const full: StapFacts = {
  release: '6.1.0',
  modules: true,
  barred: [],
  kprobes: true,
  mayLoad: true,
  build: '/lib/modules/6.1.0/build',
  debuginfo: true,
  btf: true,
  headers: '/lib/modules/6.1.0/build',
};

describe('which runtime', () => {
  it('the kernel runtime where all it needs is there', () => {
    expect(chooseRuntime(full, false)).toEqual({
      runtime: 'kernel',
      why: ['modules, kprobes, /lib/modules/6.1.0/build and debugging information are there'],
    });
  });

  it('what is not known speaks against neither', () => {
    expect(chooseRuntime({ ...full, modules: null, kprobes: null }, false).runtime).toBe('kernel');
  });

  it.each<[Partial<StapFacts>, string]>([
    [{ modules: false }, 'this kernel takes no modules (CONFIG_MODULES)'],
    [{ kprobes: false }, 'this kernel has no kprobes (CONFIG_KPROBES)'],
    [{ mayLoad: false }, 'modules may not be loaded (CAP_SYS_MODULE)'],
    [{ build: '' }, 'there are no headers of kernel 6.1.0'],
    [{ barred: ['kernel.modules_disabled=1'] }, 'kernel.modules_disabled=1'],
    [{ debuginfo: false }, 'there is no debugging information of kernel 6.1.0'],
  ])('BPF, and one reason, without %j', (lack, reason) => {
    expect(chooseRuntime({ ...full, ...lack }, false)).toEqual({ runtime: 'bpf', why: [reason] });
  });

  it('what modules would need is not asked for where there are none', () => {
    const { why } = chooseRuntime(
      {
        ...full,
        modules: false,
        kprobes: false,
        mayLoad: false,
        build: '',
        debuginfo: false,
      },
      false,
    );
    expect(why).toHaveLength(2);
  });

  it('BPF for files of the target: a module would look for the host’s', () => {
    expect(chooseRuntime(full, true)).toMatchObject({
      runtime: 'bpf',
      why: [expect.stringContaining("container's file")],
    });
  });
});
