import { expect, test } from 'vitest';
import { CAPABILITY_ROWS } from '../../../src/core/privileges/capabilities.ts';

test('those both engines give are ordinary, and no other', () => {
  const ordinary = Object.entries(CAPABILITY_ROWS)
    .filter(([, { ordinary: yes }]) => yes)
    .map(([name]) => name);
  // podman's default list; docker's has NET_RAW, MKNOD and AUDIT_WRITE besides.
  expect(ordinary.toSorted()).toEqual(
    'CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
  );
});

test('each says what it allows', () => {
  for (const [name, { allows }] of Object.entries(CAPABILITY_ROWS)) expect(allows, name).toMatch(/^\S.*\S$/);
});
