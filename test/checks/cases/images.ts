/** Section 4. */
import {
  all,
  CONTAINER,
  container,
  having,
  image,
  info,
  PODMAN,
  processes,
  ROOTLESS,
  same,
} from '../../core/bench/evidence.ts';
import type { Case } from './types.ts';

const history = (...steps: string[]) =>
  image({
    history: { ok: ['ADD rootfs.tar / # buildkit', ...steps].map((createdBy) => ({ createdBy, empty: false })) },
  });
const policy = (...defaults: string[]) =>
  having({ signaturePolicy: { ok: { path: '/etc/containers/policy.json', defaults } } });

const hidden = { process: { missing: 'no root' } };

/** On an engine that maps no users. */
const unseen = (user: string) => all(info({ securityOptions: [] }), container({ user, ...hidden }));

/** As root of the host's user namespace, as the kernel says too. */
const user = (text: string, uid = 0) => all(processes({ uid, shared: ['user'] }), container({ user: text }));

export const IMAGES_CASES: readonly Case[] = [
  ['4.1', 'pass', 'a number', user('1000:1000', 1000)],
  ['4.1', 'pass', 'a name', user('www-data', 33)],
  ['4.1', 'fail', 'none', user('')],
  ['4.1', 'fail', '0', user('0')],
  ['4.1', 'fail', 'root', user('root')],
  ['4.1', 'fail', '0 with a group', user('0:0')],
  ['4.1', 'fail', 'root with a group', user('root:root')],
  ['4.1', 'fail', '00', user('00')],
  ['4.1', 'fail', 'a name with the number 0', user('toor')],
  [
    '4.1',
    'fail',
    'a namespace of its own, whose root is that of the host',
    all(container({ user: '' }), processes({ uid: 0, shared: [] })),
  ],
  ['4.1', 'fail', 'nor be seen: 0 with a group', unseen('0:0')],
  ['4.1', 'fail', 'processes cannot be seen', unseen('')],
  ['4.1', 'pass', 'processes cannot be seen, and the engine maps users', container({ user: '', ...hidden })],
  ['4.1', 'fail', 'the engine maps users, but not here', container({ user: '', usernsMode: 'host', ...hidden })],
  ['4.1', 'pass', 'root of a user namespace', all(processes({ uid: 165536 }), container({ user: 'root' }))],
  ['4.1', 'pass', 'root of a rootless engine', () => container({ user: '', process: { missing: 'x' } })(ROOTLESS)],
  ['4.1', 'not-applicable', 'none runs', container({ running: false })],

  ['4.5', 'pass', 'on', same],
  ['4.5', 'fail', 'not set', having({ contentTrust: '' })],
  ['4.5', 'fail', 'something else', having({ contentTrust: '0' })],
  ['4.5', 'pass', 'podman refuses', () => policy('reject')(PODMAN)],
  ['4.5', 'fail', 'podman accepts everything', () => policy('insecureAcceptAnything')(PODMAN)],
  ['4.5', 'fail', 'podman has no default', () => policy()(PODMAN)],
  ['4.5', 'error', "podman's policy cannot be read", () => having({ signaturePolicy: { missing: 'EACCES' } })(PODMAN)],

  ['4.6', 'pass', 'it has one', same],
  ['4.6', 'fail', 'it has none', image({ healthcheck: false })],
  ['4.6', 'not-applicable', 'no image', having({ images: { ok: [] } })],

  ['4.7', 'pass', 'update and install', same],
  ['4.7', 'info', 'update alone', history('/bin/sh -c apt-get -qq update')],
  ['4.7', 'info', 'in a list of commands', history('RUN /bin/sh -c set -e; apk update; rm -rf /tmp/x # buildkit')],
  ['4.7', 'pass', 'a file of that name', history('COPY update.sh /usr/bin/update # buildkit')],
  ['4.7', 'error', 'no history', image({ history: { missing: 'not asked for' } })],

  ['4.9', 'pass', 'only the base', same],
  [
    '4.9',
    'pass',
    'the base after what makes no files',
    image({
      history: {
        ok: [
          { createdBy: 'ARG RELEASE', empty: true },
          { createdBy: 'ADD file:abc in /', empty: false },
        ],
      },
    }),
  ],
  ['4.9', 'info', 'after the base', history('ADD https://example.com/x / # buildkit')],
  ['4.9', 'info', 'as the old builder writes it', history('/bin/sh -c #(nop) ADD dir:abc in /srv ')],
  ['4.9', 'pass', 'part of another word', history('RUN /bin/sh -c useradd ADD # buildkit')],
  ['4.9', 'error', 'no history', image({ history: { missing: 'not asked for' } })],

  ['4.10', 'pass', 'nothing that looks like one', same],
  ['4.10', 'info', 'a password', image({ env: ['DB_PASSWORD=hunter2'] })],
  ['4.10', 'pass', 'a password without a value', image({ env: ['DB_PASSWORD='] })],
  [
    '4.10',
    'pass',
    'what official images say',
    image({ env: ['GPG_KEY=A035C8C1', 'NGINX_GPGKEY_PATH=/x', 'GPG_KEYS=1 2'] }),
  ],
  ['4.10', 'info', 'what opens a key that is called public', image({ env: ['GPG_KEY_PASSPHRASE=x'] })],

  ...['4.2', '4.3', '4.4', '4.8', '4.11', '4.12'].map((id): Case => [id, 'note', 'always', same]),
  [
    '4.1',
    'fail',
    'one of two',
    having({
      containers: {
        ok: [
          CONTAINER,
          { ...CONTAINER, user: '', process: { ok: { uid: 0, shared: ['user'], seccomp: 2, programs: [] } } },
        ],
      },
    }),
  ],
];
