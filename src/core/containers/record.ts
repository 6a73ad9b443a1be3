/** What a maker's files say of one container, before it is held against the processes. */
import type { ProcessEntry } from '../processes/types.ts';
import { type ContainerStatus, MAKERS, type Maker } from './types.ts';

/** Hostile until sanitised; files of users without root may hold anything. */
export interface ContainerRecord {
  maker: Maker;
  id: string;
  name: string;
  group: string;
  image: string;
  imageId: string;
  /** ISO 8601; empty when the file does not say. */
  created: string;
  labels: Record<string, string>;
  /** Host pid of the first process by the file, which may be stale; 0 when it does not say. */
  pid: number;
  /** Its start time, clock ticks since boot; 0 when the file does not say. */
  startTime: number;
  /** By the file, which may be stale; `unknown` when it does not say. */
  status: ContainerStatus;
  /** Host uid of whose files these are; 0: root. */
  owner: number;
  /** The container's cgroup, below the hierarchy's root; empty when the file does not say. */
  cgroup: string;
}

/** A record with what is known, the rest empty. */
export function makeRecord(known: Pick<ContainerRecord, 'maker' | 'id'> & Partial<ContainerRecord>): ContainerRecord {
  return {
    name: '',
    group: '',
    image: '',
    imageId: '',
    created: '',
    labels: {},
    pid: 0,
    startTime: 0,
    status: 'unknown',
    owner: 0,
    cgroup: '',
    ...known,
  };
}

const FULL_ID = /^[0-9a-f]{64}$/;

/** Whether an id is of the kind nobody chooses: 64 hex digits, drawn at random. */
export function isFullId(id: string): boolean {
  return FULL_ID.test(id);
}

/** Tells one owner's containers from another's: anyone may write anyone's id into his own files. */
export function ownedId({ owner, id }: Pick<ContainerRecord, 'owner' | 'id'>): string {
  return `${owner} ${id}`;
}

/** Whether a file means this very process: by its start time where the file has one; a pid alone may be another's by now. */
export function isOf(record: ContainerRecord, process: ProcessEntry): boolean {
  return record.pid === process.pid && (record.startTime === 0 || record.startTime === process.startTime);
}

/** Who made it before who was merely asked to run it: the smaller is the maker, the others know of it, too. */
export function rank(maker: Maker): number {
  return maker === 'containerd' ? MAKERS.indexOf('cri-o') + 0.5 : MAKERS.indexOf(maker);
}
