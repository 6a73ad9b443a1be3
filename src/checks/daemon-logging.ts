/** Section 2, what the daemon writes down, and what it keeps running. */
import { isOn, lastValue } from '../core/bench/daemon-options.ts';
import { defineCheck } from '../core/bench/define.ts';
import { pass, passIf, proof } from '../core/bench/judgement.ts';
import type { Check, Facts } from '../core/bench/types.ts';
import { daemonCheck, optionProofs } from './daemon-check.ts';
import { NO_DAEMON } from './targets.ts';

/** Drivers whose logs stay on the host, next to the container. journald is forwarded by the host's own means. */
const LOCAL_DRIVERS = ['json-file', 'local', 'none', 'k8s-file', 'passthrough', ''];

export const DAEMON_LOGGING: readonly Check[] = [
  daemonCheck({
    id: '2.3',
    title: 'Log level is info',
    severity: 'low',
    explain: {
      what: 'log-level is info, or not set, and debug is off.',
      why: 'With less, events that matter are missing. Debug writes so much that they drown, and may write secrets.',
      how: 'Set "log-level": "info" in daemon.json, and take "debug": true away.',
    },
    rule: (options) => {
      const level = isOn(options, 'debug') ? 'debug' : lastValue(options, 'log-level') || 'info';
      const proofs = optionProofs(options, 'log-level', 'debug');
      return passIf(level === 'info', 'the log level is info', `the log level is ${level}`, proofs);
    },
  }),
  defineCheck({
    id: '2.13',
    title: 'Centralised and remote logging',
    level: 2,
    scope: 'daemon',
    severity: 'low',
    needs: ['info'],
    explain: {
      what: 'The default log driver is none that only writes a file beside the container (json-file, local, k8s-file), and not none.',
      why: 'Who breaks into a host can change what is kept on it, and logs of a removed container are gone with it.',
      how: 'Set log-driver to syslog, journald, fluentd, gelf or another that sends logs away (daemon.json; containers.conf for podman).',
    },
    rule: ({ info: { loggingDriver } }) =>
      passIf(
        !LOCAL_DRIVERS.includes(loggingDriver),
        `logs go to ${loggingDriver}`,
        `logs stay with the container: ${loggingDriver || 'no driver'}`,
        [proof('log driver', loggingDriver)],
      ),
  }),
  defineCheck({
    id: '2.15',
    title: 'Live restore enabled',
    scope: 'daemon',
    severity: 'low',
    notOn: { podman: NO_DAEMON },
    needs: ['info'],
    explain: {
      what: 'Live restore is on, as the engine says. In a swarm it cannot be, and is not asked for.',
      why: 'Without it every update of the daemon stops every container, and so updates are put off.',
      how: 'Set "live-restore": true in daemon.json, and reload the daemon.',
    },
    rule: liveRestore,
  }),
  defineCheck({
    id: '2.18',
    title: 'No experimental features in production',
    scope: 'daemon',
    severity: 'low',
    notOn: { podman: NO_DAEMON },
    needs: ['info'],
    explain: {
      what: 'The engine says that its experimental features are off.',
      why: 'They are not finished, and may change or be unsafe.',
      how: 'Take "experimental": true out of daemon.json.',
    },
    rule: ({ info: { experimental } }) =>
      passIf(!experimental, 'experimental features are off', 'experimental features are on', [
        proof('experimental', experimental),
      ]),
  }),
];

function liveRestore({ info: { liveRestore, swarm } }: Facts<'info'>) {
  const proofs = [proof('LiveRestoreEnabled', liveRestore), proof('swarm', swarm.state)];
  if (swarm.state === 'active') return pass('a swarm does not allow it', proofs);
  return passIf(liveRestore, 'containers outlive the daemon', 'containers stop with the daemon', proofs);
}
