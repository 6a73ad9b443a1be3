/** Sections 6 and 7. */
import type { ListeningSocket } from '../../../src/core/bench/types.ts';
import { all, container, having, IMAGE, info, network, same, swarm } from '../../core/bench/evidence.ts';
import type { Case } from './types.ts';

const managing = (address: string, over: Partial<ListeningSocket> = {}) =>
  all(swarm(), having({ sockets: { ok: [{ protocol: 'tcp', address, port: 2377, ...over }] } }));

const cluster = (over: Partial<{ autoLock: boolean; certificateExpiryHours: number; rootRotation: boolean }>) =>
  swarm({ cluster: { autoLock: true, certificateExpiryHours: 48, rootRotation: false, ...over } });

const IDS = ['7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '7.7', '7.8', '7.9'];

export const SWARM_CASES: readonly Case[] = [
  ...IDS.flatMap((id): Case[] => [
    [id, 'not-applicable', 'no swarm', same],
    [id, 'not-applicable', 'a worker', swarm({ manager: false, managers: 0 })],
  ]),

  ['7.1', 'pass', 'three', swarm()],
  ['7.1', 'pass', 'one', swarm({ managers: 1 })],
  ['7.1', 'fail', 'an even number', swarm({ managers: 2 })],
  ['7.1', 'fail', 'more than seven', swarm({ managers: 9 })],

  ['7.2', 'pass', 'one address', managing('192.0.2.1')],
  ['7.2', 'fail', 'every address of IPv4', managing('0.0.0.0')],
  ['7.2', 'fail', 'every address', managing('::')],
  ['7.2', 'pass', 'another port on every address', managing('::', { port: 22377 })],

  ['7.3', 'pass', 'encrypted', all(swarm(), network({ options: { encrypted: '' } }))],
  ['7.3', 'fail', 'not encrypted', all(swarm(), network({}))],
  ['7.3', 'pass', 'ingress', all(swarm(), network({ ingress: true }))],
  ['7.3', 'pass', 'a bridge', all(swarm(), network({ driver: 'bridge' }))],

  ['7.4', 'pass', 'some', swarm()],
  ['7.4', 'info', 'none', all(swarm(), having({ secrets: { ok: 0 } }))],

  ['7.5', 'pass', 'on', swarm()],
  ['7.5', 'fail', 'off', cluster({ autoLock: false })],

  ['7.6', 'note', 'a manager', swarm()],

  ['7.7', 'pass', '48 hours', swarm()],
  ['7.7', 'info', '90 days', cluster({ certificateExpiryHours: 2160 })],

  ['7.8', 'note', 'a manager', swarm()],
  ['7.8', 'note', 'a rotation is under way', cluster({ rootRotation: true })],
  ['7.9', 'note', 'a manager', swarm()],

  ['6.1', 'pass', 'all are in use', same],
  ['6.1', 'pass', 'half of them', having({ images: { ok: [IMAGE, { ...IMAGE, id: 'sha256:2' }] } })],
  [
    '6.1',
    'info',
    'a third',
    having({ images: { ok: [IMAGE, { ...IMAGE, id: 'sha256:2' }, { ...IMAGE, id: 'sha256:3' }] } }),
  ],
  ['6.1', 'pass', 'by a stopped container', container({ running: false })],
  ['6.1', 'not-applicable', 'no image', having({ images: { ok: [] } })],
  ['6.2', 'pass', '25 stopped', info({ containersTotal: 30, containersRunning: 5 })],
  ['6.2', 'info', '26 stopped', info({ containersTotal: 31, containersRunning: 5 })],
];
