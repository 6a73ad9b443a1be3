/** Section 2, the daemon and the network. */
import { isOn, tcpHosts } from '../core/bench/daemon-options.ts';
import { defineCheck } from '../core/bench/define.ts';
import { fail, notApplicable, pass, passIf, proof } from '../core/bench/judgement.ts';
import type { Check } from '../core/bench/types.ts';
import { daemonCheck, optionProofs } from './daemon-check.ts';

export const DAEMON_NETWORK: readonly Check[] = [
  daemonCheck({
    id: '2.2',
    title: 'Inter-container traffic limited on default bridge',
    severity: 'medium',
    explain: {
      what: 'icc is false: containers on the default bridge reach each other only where they are linked.',
      why: 'Otherwise one container that was taken over can attack every other on the bridge, published port or not.',
      how: 'Set "icc": false in daemon.json, and give containers that belong together a network of their own.',
    },
    rule: (options) =>
      passIf(
        !isOn(options, 'icc', true),
        'icc is off',
        'containers on the default bridge reach each other freely',
        optionProofs(options, 'icc'),
      ),
  }),
  daemonCheck({
    id: '2.4',
    title: 'Docker may change iptables',
    severity: 'medium',
    explain: {
      what: 'iptables is not false.',
      why: 'Without its rules published ports and the walls between networks are whatever was set by hand, and go stale as containers come and go.',
      how: 'Take "iptables": false out of daemon.json and off the command line.',
    },
    rule: (options) =>
      passIf(
        isOn(options, 'iptables', true),
        'the daemon keeps its iptables rules',
        'the daemon may not change iptables',
        optionProofs(options, 'iptables'),
      ),
  }),
  defineCheck({
    id: '2.5',
    title: 'No insecure registries',
    scope: 'daemon',
    severity: 'high',
    needs: ['info'],
    explain: {
      what: 'The engine itself names no registry that it would talk to without a verified certificate; the loopback network, which docker always has in its list, does not count.',
      why: 'Whoever sits between host and registry can hand out images of his own.',
      how: 'Take the registry out of insecure-registries (docker) or set insecure = false for it in registries.conf (podman), and put its CA certificate into certs.d.',
    },
    rule: ({ info }) => {
      const registries = info.insecureRegistries.filter((name) => !LOOPBACK.includes(name));
      const proofs = [proof('insecure registries', info.insecureRegistries)];
      if (registries.length === 0) return pass('no registry is insecure', proofs);
      const items = registries.map(
        (name) => ({ kind: 'registry', name, id: '', detail: 'is talked to without a verified certificate' }) as const,
      );
      return fail(`${registries.length} insecure registries`, proofs, items);
    },
  }),
  daemonCheck({
    id: '2.7',
    title: 'TLS authentication configured',
    severity: 'high',
    explain: {
      what: 'A daemon that listens on TCP verifies its clients (tlsverify). One that does not listen on TCP is not judged.',
      why: 'An open port is root on the host for everyone who reaches it. TLS without tlsverify hides the talk and lets everyone in.',
      how: 'Listen on the local socket only and use ssh (docker -H ssh://HOST); or set tlsverify with tlscacert, tlscert and tlskey.',
    },
    rule: (options) => {
      const hosts = tcpHosts(options);
      const proofs = optionProofs(options, 'host', 'tls', 'tlsverify');
      if (hosts.length === 0) return notApplicable('the daemon does not listen on TCP');
      if (isOn(options, 'tlsverify')) return pass('clients are verified', proofs);
      const how = isOn(options, 'tls') ? 'with TLS, but clients are not verified' : 'without TLS';
      const items = hosts.map((name) => ({ kind: 'port', name, id: '', detail: how }) as const);
      return fail(`the daemon listens on TCP ${how}`, proofs, items);
    },
  }),
  daemonCheck({
    id: '2.16',
    title: 'Userland proxy disabled',
    severity: 'low',
    explain: {
      what: 'userland-proxy is false: published ports are forwarded by the kernel.',
      why: "The proxy is a process of root's for each port, and hides the client's address from the container.",
      how: 'Set "userland-proxy": false in daemon.json.',
    },
    rule: (options) =>
      passIf(
        !isOn(options, 'userland-proxy', true),
        'the userland proxy is off',
        'published ports go through the userland proxy',
        optionProofs(options, 'userland-proxy'),
      ),
  }),
];

/** What docker puts into its list by itself. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
