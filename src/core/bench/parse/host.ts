/** What the host's own files and programs say. */
import { listField, textField } from '../../fields.ts';
import type { Answer } from '../../types.ts';
import {
  type DaemonFile,
  type GroupEvidence,
  type Piece,
  type SignaturePolicy,
  UNITS,
  type UnitName,
} from '../evidence.ts';

/**
 * A group of group(5) with its members: those it lists, and those whose own group it is in passwd(5).
 */
export function parseGroup(name: string, groups: string, users: string): GroupEvidence {
  const fields = groups.split('\n').map((line) => line.split(':'));
  const found = fields.find(([each]) => each === name);
  if (!found) return { exists: false, members: [] };
  const [, , gid = '', listed = ''] = found;
  const own = users
    .split('\n')
    .map((line) => line.split(':'))
    .flatMap(([user = '', , , group]) => (user !== '' && group === gid ? [user] : []));
  const members = [...listed.split(',').map((member) => member.trim()), ...own].filter((member) => member !== '');
  return { exists: true, members: [...new Set(members)].sort() };
}

/** Rules as `auditctl -l` lists them; undefined: the kernel did not tell. */
export function parseAuditList({ status, stdout }: Answer): string[] | undefined {
  if (status !== 0) return undefined;
  return ruleLines(stdout).filter((line) => line !== 'No rules');
}

/** Lines of audit.rules(7) without comments. */
export const ruleLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Of `systemctl show -p Id -p FragmentPath UNIT…`: blocks of lines. undefined: no systemd answered. */
export function parseUnits({ status, stdout }: Answer): Record<UnitName, string> | undefined {
  if (status !== 0) return undefined;
  const paths = stdout.split('\n\n').map((block) => ({ id: lineOf(block, 'Id'), path: lineOf(block, 'FragmentPath') }));
  const pathOf = (name: UnitName) => paths.find(({ id }) => id === name)?.path ?? '';
  return Object.fromEntries(UNITS.map((name) => [name, pathOf(name)])) as Record<UnitName, string>;
}

const lineOf = (block: string, name: string) =>
  block
    .split('\n')
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? '';

/** The parser's own words would quote the file, which may be any. */
const notJson = (path: string) => ({ missing: `${path}: it is not JSON` });

/** daemon.json. What is no JSON object is missing: the daemon would not start with it. */
export function parseDaemonFile(path: string, text: string): Piece<DaemonFile> {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: { path, value: value as NonNullable<DaemonFile['value']> } };
    return { missing: `${path}: it holds no JSON object` };
  } catch {
    return notJson(path);
  }
}

/** containers-policy.json(5). */
export function parseSignaturePolicy(path: string, text: string): Piece<SignaturePolicy> {
  try {
    const requirements = listField(JSON.parse(text), 'default');
    return { ok: { path, defaults: requirements.map((requirement) => textField(requirement, 'type')) } };
  } catch {
    return notJson(path);
  }
}

/** Address of a context: `unix:///run/docker.sock`, `ssh://…`; '' when there is no such answer. */
export function parseEndpoint({ status, stdout }: Answer): string {
  const line = stdout.trim();
  return status === 0 && /^[a-z]+:\/\/\S*$/.test(line) ? line : '';
}
