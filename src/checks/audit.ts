/** Section 1.1, auditing: a table of what is to be watched. */
import { parseAuditRules, watchOn } from '../core/bench/audit-rules.ts';
import { defineCheck } from '../core/bench/define.ts';
import { error, fail, notApplicable, pass, proof } from '../core/bench/judgement.ts';
import { FIXED } from '../core/bench/paths.ts';
import type { Check, Evidence, Facts, Judgement } from '../core/bench/types.ts';
import {
  containerdSocket,
  dataRoot,
  engineConfig,
  fixed,
  NO_DAEMON,
  program,
  runtimeProgram,
  settingsFile,
  type Target,
  unit,
} from './targets.ts';

/** Why auditing says nothing about an engine without root. */
const AS_USER = 'an engine without root does nothing that its user could not do';

interface Watched {
  id: string;
  /** In titles and texts. */
  name: string;
  level: 1 | 2;
  target: (evidence: Evidence) => Target;
  /** It is docker's alone. */
  dockerOnly?: true;
}

const WATCHED: readonly Watched[] = [
  { id: '1.1.3', name: '/usr/bin/dockerd', level: 1, target: program('dockerd'), dockerOnly: true },
  { id: '1.1.4', name: '/run/containerd', level: 1, target: fixed(FIXED.containerdFolder), dockerOnly: true },
  { id: '1.1.5', name: '/var/lib/docker', level: 1, target: dataRoot },
  { id: '1.1.6', name: '/etc/docker', level: 1, target: engineConfig },
  { id: '1.1.7', name: 'docker.service unit', level: 2, target: unit('service') },
  { id: '1.1.8', name: 'containerd.sock', level: 2, target: containerdSocket, dockerOnly: true },
  { id: '1.1.9', name: 'docker.socket unit', level: 2, target: unit('socket') },
  { id: '1.1.10', name: '/etc/default/docker', level: 2, target: fixed(FIXED.defaults), dockerOnly: true },
  { id: '1.1.11', name: '/etc/docker/daemon.json', level: 2, target: settingsFile },
  {
    id: '1.1.12',
    name: '/etc/containerd/config.toml',
    level: 2,
    target: fixed(FIXED.containerdConfig),
    dockerOnly: true,
  },
  { id: '1.1.13', name: '/etc/sysconfig/docker', level: 2, target: fixed(FIXED.sysconfig), dockerOnly: true },
  { id: '1.1.14', name: '/usr/bin/containerd', level: 2, target: program('containerd'), dockerOnly: true },
  { id: '1.1.15', name: '/usr/bin/containerd-shim', level: 2, target: program('containerd-shim'), dockerOnly: true },
  {
    id: '1.1.16',
    name: '/usr/bin/containerd-shim-runc-v1',
    level: 2,
    target: program('containerd-shim-runc-v1'),
    dockerOnly: true,
  },
  {
    id: '1.1.17',
    name: '/usr/bin/containerd-shim-runc-v2',
    level: 2,
    target: program('containerd-shim-runc-v2'),
    dockerOnly: true,
  },
  { id: '1.1.18', name: '/usr/bin/runc', level: 2, target: runtimeProgram },
];

export const AUDIT: readonly Check[] = WATCHED.map((watched) =>
  defineCheck({
    id: watched.id,
    title: `Auditing configured for ${watched.name}`,
    level: watched.level,
    scope: 'host',
    severity: 'low',
    notOn: { rootless: AS_USER, ...(watched.dockerOnly && { podman: NO_DAEMON }) },
    needs: ['auditRules'],
    explain: {
      what: `An audit rule that is loaded watches ${watched.name} (for another engine or data root: what it has in its place), by itself or with a folder above it.`,
      why: 'The engine acts as root for whoever may use it. Without a trail nobody can tell later who changed or ran what.',
      how: 'Install auditd, and add to /etc/audit/rules.d a rule for the path that the finding names: -w PATH -p rwxa -k docker; then augenrules --load.',
    },
    rule: (facts) => judgeWatched(facts, watched),
  }),
);

function judgeWatched(facts: Facts<'auditRules'>, { target }: Watched): Judgement {
  const evidence = facts as unknown as Evidence;
  const { path, none, unknown } = { path: '', none: '', unknown: '', ...target(evidence) };
  if (unknown !== '') return error(unknown);
  if (none !== '') return notApplicable(none);
  const file = evidence.files[path];
  if (!file || file.state === 'unreadable') return error(`${path}: ${file?.cause ?? 'it was not looked at'}`);
  if (file.state === 'absent') return notApplicable(`there is no ${path}`);
  const { from, rules } = facts.auditRules;
  const rule = watchOn(parseAuditRules(rules), [path, file.real]);
  const proofs = [
    proof(`rules on files, from the ${from === 'kernel' ? 'kernel' : 'files in /etc/audit'}`, rules.length),
  ];
  if (rule) return pass(`${path} is watched`, [...proofs, proof('the rule', rule.path)]);
  return fail(`no audit rule watches ${path}`, proofs, [
    { kind: 'file', name: path, id: '', detail: 'is not watched' },
  ]);
}
