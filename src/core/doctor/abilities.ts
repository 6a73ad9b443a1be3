/** Every ability that is diagnosed, in the order of the page. */
import type { TracerName } from '../events.ts';
import { NAMESPACE_TYPES, type NamespaceType } from '../processes/types.ts';
import { bpftrace, perf } from './abilities/bpf.ts';
import { builtin, engine, toolsImage } from './abilities/engines.ts';
import { affinity, files, guard, joining, newcomers, processes } from './abilities/own.ts';
import { stapBpf, stapKernel } from './abilities/stap.ts';
import { attaching, launching } from './abilities/strace.ts';
import { tcpdump } from './abilities/tcpdump.ts';
import type { Ability } from './diagnosis.ts';

const JOINS = Object.fromEntries(NAMESPACE_TYPES.map((type) => [`join-${type}`, joining(type)])) as Record<
  `join-${NamespaceType}`,
  Ability
>;

export const ABILITIES = {
  strace: attaching('strace', 'system calls of processes that run'),
  'strace-launch': launching,
  tcpdump,
  'stap-bpf': stapBpf,
  'stap-kernel': stapKernel,
  bpftrace,
  perf,
  gdb: attaching('gdb', 'stacks and memory of processes that run'),
  processes,
  files,
  ...JOINS,
  newcomers,
  pin: affinity,
  guard,
  docker: engine('docker'),
  podman: engine('podman'),
  nerdctl: engine('nerdctl'),
  builtin,
  'tools-image': toolsImage,
} as const satisfies Record<string, Ability>;

export type AbilityName = keyof typeof ABILITIES;

export const ABILITY_NAMES = Object.keys(ABILITIES) as AbilityName[];

/** What spc is of no use without. */
export const BASICS: readonly AbilityName[] = ['processes', 'join-net', 'join-pid'];

/** The abilities behind a tracer: one of them is enough. */
export const OF_TRACER: Readonly<Record<Exclude<TracerName, 'spc' | 'log'>, readonly AbilityName[]>> = {
  strace: ['strace'],
  tcpdump: ['tcpdump'],
  stap: ['stap-kernel', 'stap-bpf'],
  bpftrace: ['bpftrace'],
  perf: ['perf'],
};
