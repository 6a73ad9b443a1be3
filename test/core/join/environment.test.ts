import { describe, expect, it } from 'vitest';
import { cleanEnvironment, mergedEnvironment, targetEnvironment } from '../../../src/core/join/environment.ts';

describe("for the target's own programs", () => {
  it('nothing but a path and the type of terminal', () => {
    expect(cleanEnvironment('xterm')).toEqual([expect.stringMatching(/^PATH=.*:\/bin$/), 'TERM=xterm']);
    expect(cleanEnvironment(undefined)).toHaveLength(1);
  });

  it('its own environment, and what is missing in it', () => {
    expect(targetEnvironment(['PATH=/x', 'A=b=c', 'junk', '=x'], 'xterm')).toEqual(['PATH=/x', 'A=b=c', 'TERM=xterm']);
  });
});

describe("the target's environment for programs of the host", () => {
  const caller = ['PATH=/bin', 'HOME=/root', 'A=caller', 'B=caller'];

  it('is laid over the caller’s', () => {
    const { env, leftOut } = mergedEnvironment(caller, ['A=target', 'C=x=y']);
    expect(env).toEqual(['PATH=/bin', 'HOME=/root', 'B=caller', 'A=target', 'C=x=y']);
    expect(leftOut).toEqual([]);
  });

  it.each([
    'LD_PRELOAD=/proc/7/root/evil.so',
    'LD_AUDIT=x',
    'GLIBC_TUNABLES=x',
    'PATH=/evil',
    'BASH_ENV=/evil',
    'ENV=/evil',
    'IFS=x',
    'PROMPT_COMMAND=reboot',
    'PS4=$(reboot)',
    'PYTHONPATH=/evil',
    'PERL5OPT=-Mevil',
    'NODE_OPTIONS=--require=/evil',
    'LESSOPEN=|evil',
    'PAGER=evil',
    'GIT_SSH_COMMAND=evil',
    'MYEDITOR=evil',
    'HOME=/evil',
    'XTABLES_LIBDIR=evil',
    'TC_LIB_DIR=evil',
    'all_proxy=evil',
    'SOMETHING=/proc/7/root/evil',
    'BASH_FUNC_ls%%=() { reboot; }',
    'harmless=() { reboot; }',
    'LD_A\nB=x',
  ])('without %s', (hostile) => {
    const { env, leftOut } = mergedEnvironment(caller, [hostile, 'D=1']);
    expect(env).toEqual([...caller, 'D=1']);
    expect(leftOut).toEqual([hostile.slice(0, hostile.indexOf('='))]);
  });

  it('what both have alike is not worth a word', () =>
    expect(mergedEnvironment(caller, ['PATH=/bin']).leftOut).toEqual([]));
});
