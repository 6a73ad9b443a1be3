/** A policy file's value → Policy, checked by hand so that a message names the exact place. */
import { SpcError } from './errors.ts';
import type { Policy, PolicyRule } from './policy.ts';

const RULE_KEYS = ['name', 'repository', 'digest', 'anyDigest', 'privileges', 'action'];
const FORMAT =
  'version: 1; rules: a list of {name, repository, digest or anyDigest: true, privileges: all or a list of ids, action: allow or refuse}';

/** Throws `config` with the path of the first wrong value: `rules[0].digest: …`. An unknown key is an error, as it may be a slip. */
export function parsePolicy(value: unknown, source: string): Policy {
  const fail: Fail = (path, why) => {
    throw new SpcError('config', `the policy ${source} is wrong`, `${path}: ${why}`, FORMAT);
  };
  const top = asMap(value, 'the file', ['version', 'rules'], fail);
  if (top['version'] !== 1) return fail('version', 'must be 1');
  const rules = asList(top['rules'], 'rules', fail);
  return { source, rules: rules.map((rule, at) => parseRule(rule, `rules[${at}]`, fail)) };
}

type Fail = (path: string, why: string) => never;

function parseRule(value: unknown, path: string, fail: Fail): PolicyRule {
  const rule = asMap(value, path, RULE_KEYS, fail);
  const action = rule['action'];
  if (action !== 'allow' && action !== 'refuse') return fail(`${path}.action`, 'must be allow or refuse');
  const digest = parseDigest(rule, action, path, fail);
  return {
    name: rule['name'] === undefined ? path : asText(rule['name'], `${path}.name`, fail),
    repository: asText(rule['repository'], `${path}.repository`, fail),
    ...(digest !== undefined && { digest }),
    privileges: parsePrivileges(rule['privileges'], `${path}.privileges`, fail),
    action,
  };
}

function parseDigest(rule: Record<string, unknown>, action: string, path: string, fail: Fail): string | undefined {
  const { digest, anyDigest } = rule;
  if (anyDigest !== undefined && typeof anyDigest !== 'boolean')
    return fail(`${path}.anyDigest`, 'must be true or false');
  if (digest === undefined) {
    if (action === 'allow' && anyDigest !== true)
      return fail(`${path}.digest`, 'missing: name one, or say anyDigest: true');
    return undefined;
  }
  if (anyDigest === true) return fail(`${path}.anyDigest`, 'cannot be true beside a digest');
  const text = asText(digest, `${path}.digest`, fail);
  return /^sha256:[0-9a-f]{64}$/.test(text)
    ? text
    : fail(`${path}.digest`, 'must be sha256: and 64 hexadecimal digits in lower case');
}

function parsePrivileges(value: unknown, path: string, fail: Fail): 'all' | string[] {
  if (value === 'all') return 'all';
  if (!Array.isArray(value)) return fail(path, 'must be all, or a list of ids such as privileged or cap=SYS_ADMIN');
  return value.map((id, at) => asText(id, `${path}[${at}]`, fail));
}

function asMap(value: unknown, path: string, keys: string[], fail: Fail): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'must be a map');
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  return unknown === undefined ? { ...value } : fail(path, `unknown key '${unknown}'; known: ${keys.join(', ')}`);
}

function asList(value: unknown, path: string, fail: Fail): unknown[] {
  return Array.isArray(value) ? value : fail(path, 'must be a list');
}

function asText(value: unknown, path: string, fail: Fail): string {
  return typeof value === 'string' && value !== '' ? value : fail(path, 'must be text, and not empty');
}
