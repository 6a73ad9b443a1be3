import { describe, expect, it } from 'vitest';
import { bareUpdate, laterAdds, secretVariables } from '../../../src/core/bench/history-rules.ts';
import {
  addedCapabilities,
  gainsNoPrivileges,
  securityOption,
  whyItHas,
} from '../../../src/core/bench/security-options.ts';
import { CONTAINER } from './evidence.ts';

describe('security options', () => {
  it.each<[string[], string, string | undefined]>([
    [['seccomp=unconfined'], 'seccomp', 'unconfined'],
    [['seccomp:unconfined'], 'seccomp', 'unconfined'],
    [['no-new-privileges'], 'no-new-privileges', 'true'],
    [['no-new-privileges:false'], 'no-new-privileges', 'false'],
    [['seccomp={"a": 1}', 'seccomp=x'], 'seccomp', 'x'],
    [['seccompx=unconfined'], 'seccomp', undefined],
    [[], 'label', undefined],
  ])('%j: %s is %s', (securityOpt, name, value) =>
    expect(securityOption({ ...CONTAINER, securityOpt }, name)).toBe(value),
  );

  it('no-new-privileges can be said and taken back', () => {
    const said = (...securityOpt: string[]) => gainsNoPrivileges({ ...CONTAINER, securityOpt });
    expect([
      said('no-new-privileges'),
      said('no-new-privileges=true'),
      said('no-new-privileges=false'),
      said(),
    ]).toEqual([true, true, false, false]);
  });
});

describe('capabilities', () => {
  it.each<[string[], string[]]>([
    [['CAP_CHOWN', 'net_raw', 'KILL'], []],
    [
      ['cap_sys_admin', 'SYS_PTRACE'],
      ['SYS_ADMIN', 'SYS_PTRACE'],
    ],
    [['all'], ['ALL']],
    [['CAP_WHATEVER'], ['CAP_WHATEVER']],
  ])('%j adds %j', (capAdd, added) => expect(addedCapabilities({ ...CONTAINER, capAdd })).toEqual(added));

  it('says how it came to have one', () => {
    expect(whyItHas({ ...CONTAINER, capAdd: ['ALL'] }, 'SYS_ADMIN')).toContain('ALL');
    expect(whyItHas({ ...CONTAINER, privileged: true }, 'SYS_ADMIN')).toContain('privileged');
    expect(whyItHas(CONTAINER, 'SYS_ADMIN')).toBe('');
  });
});

describe('history', () => {
  const steps = (...texts: string[]) => texts.map((createdBy) => ({ createdBy, empty: false }));

  it.each<[string, boolean]>([
    ['RUN apt-get update', true],
    ['RUN apt-get -o a=b -qq update', false], // options with words: read as no update, which is the safe side of a hint
    ['RUN /usr/bin/apt update', true],
    ['RUN apt-get update && apt-get install -y curl', false],
    ['RUN apk update; apk add curl', false],
    ['RUN apk add --no-cache curl', false],
    ['RUN yum makecache', true],
    ['RUN yum -y update', false],
    ['RUN ./update.sh', false],
    ['RUN constructor update', false],
  ])('%s: %s', (step, bare) => expect(bareUpdate(steps(step)).length > 0).toBe(bare));

  it('takes the first step with files for the base', () => {
    const base = [{ createdBy: 'ARG X', empty: true }, ...steps('ADD a /', 'ADD b /')];
    expect(laterAdds(base)).toEqual(['ADD b /']);
    expect(laterAdds([])).toEqual([]);
  });

  it('names variables, never their values', () =>
    expect(secretVariables(['API_TOKEN=s3cr3t', 'PATH=/bin', 'EMPTY_KEY='])).toBe('sets API_TOKEN'));
});
