/** Rules on files: who owns them, and who may do what (inode(7)). */
import { error, fail, notApplicable, pass, proof } from './judgement.ts';
import type { Evidence, FileEvidence, Item, Judgement, Proof } from './types.ts';

type Present = Extract<FileEvidence, { state: 'present' }>;

/** Which files a rule is about: their paths, or why there are none, or why that cannot be told. */
export type Files = { paths: readonly string[] } | { none: string } | { unknown: string };

/** What is wrong with a file; '' when nothing is. */
export type FileRule = (file: Present, evidence: Evidence) => string;

/** No permission beyond `most`, bit by bit: 0622 is not within 0644. */
export const modeWithin =
  (most: number): FileRule =>
  ({ mode }) =>
    (mode & 0o777 & ~most) === 0 ? '' : `mode ${octal(mode)}, and ${octal(most)} is the most`;

/** A mode as it is written: 0644. */
export const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

/** root's, or the user's as whom a rootless engine runs. `group`: a group that may have it instead of root's. */
export const ownedByRoot =
  (group?: string): FileRule =>
  (file, { engine }) => {
    const user = file.uid === 0 || file.uid === engine.uid;
    const its = file.gid === 0 || file.gid === engine.gid || (group !== undefined && file.group === group);
    return user && its ? '' : `owned by ${ownerOf(file)}`;
  };

const ownerOf = ({ uid, gid, owner, group }: Present) => `${owner || uid}:${group || gid}`;

/** Judges each file that is there. Nothing there: not applicable. One that cannot be looked at: an error, unless others are wrong. */
export function judgeFiles(evidence: Evidence, files: Files, rule: FileRule): Judgement {
  if ('none' in files) return notApplicable(files.none);
  if ('unknown' in files) return error(files.unknown);
  const looks = files.paths.map((path) => ({ path, file: evidence.files[path] ?? NOT_LOOKED_AT }));
  const present = looks.flatMap(({ path, file }) => (file.state === 'present' ? [{ path, file }] : []));
  const items = present.flatMap(({ path, file }) => itemOf(path, rule(file, evidence)));
  const proofs = present.slice(0, MOST_PROOFS).map(({ path, file }) => fileProof(path, file));
  if (items.length > 0) return fail(failedText(items), proofs, items);
  const unseen = looks.flatMap(({ path, file }) => (file.state === 'unreadable' ? [`${path}: ${file.cause}`] : []));
  if (unseen.length > 0) return error(unseen.slice(0, MOST_PROOFS).join('; '), proofs);
  if (present.length === 0) return notApplicable(`there is no ${files.paths.join(' or ')}`);
  return pass(passedText(present.map(({ path }) => path)), proofs);
}

const NOT_LOOKED_AT: FileEvidence = { state: 'unreadable', cause: 'it was not looked at' };

/** Evidence is a short list. */
const MOST_PROOFS = 5;

const itemOf = (name: string, detail: string): Item[] =>
  detail === '' ? [] : [{ kind: 'file', name, id: '', detail }];

const fileProof = (path: string, file: Present): Proof => proof(path, `${ownerOf(file)} ${octal(file.mode)}`);

const failedText = (items: readonly Item[]) =>
  items.length === 1 ? `${items[0]?.name}: ${items[0]?.detail}` : `${items.length} files are not as they should be`;

const passedText = (paths: readonly string[]) =>
  paths.length === 1 ? `${paths[0]} is as it should be` : `${paths.length} files are as they should be`;
