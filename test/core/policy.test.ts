import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { decide, parsePolicy, type Question, suggestRule } from '../../src/core/policy.ts';
import { judge } from '../../src/core/privileges.ts';
import { specOf } from './privileges/spec.ts';

const ID = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;
const image = { repositories: ['localhost/rhel-tools'], id: ID, digests: [`localhost/rhel-tools@${OTHER}`] };
const report = judge(specOf(['privileged', 'pid=host']));
const odd = judge(specOf(['frobnicate']));
const base: Question = { report, image, policies: [], trusted: false, yes: false, terminal: false };

const policy = (...rules: object[]) => [parsePolicy({ version: 1, rules }, '/etc/spc/policy.d/x.yaml')];
const allow = { repository: 'localhost/*', digest: ID, privileges: ['privileged', 'pid=*'], action: 'allow' };
const refuse = { repository: '*', privileges: ['privileged'], action: 'refuse' };
const ask = (more: Partial<Question>) => decide({ ...base, ...more }).decision;

test('without rule, trust, terminal or --assumeyes: refused, with what to do', () => {
  expect(decide(base)).toEqual({
    decision: 'refuse',
    reason:
      'beyond an ordinary container (critical: privileged, pid=host), and there is no terminal to ask on: use --assumeyes, or allow it in a file of /etc/spc/policy.d',
  });
});

test('a terminal is asked', () => expect(ask({ terminal: true })).toBe('ask'));
test('--assumeyes allows', () => expect(ask({ yes: true, terminal: true })).toBe('allow'));
test('an image spc built is allowed', () => expect(ask({ trusted: true })).toBe('allow'));
test('an ordinary run is allowed', () => expect(ask({ report: judge(specOf(['init', 'memory=1g'])) })).toBe('allow'));

test('a rule allows, and is named', () => {
  expect(decide({ ...base, policies: policy({ ...allow, name: 'tools' }) })).toEqual({
    decision: 'allow',
    reason: 'allowed by tools of /etc/spc/policy.d/x.yaml',
  });
});

test.each([
  ['a digest of a registry', { ...allow, digest: OTHER }, 'allow'],
  ['another digest', { ...allow, digest: `sha256:${'c'.repeat(64)}` }, 'refuse'],
  ['any digest', { repository: '*', anyDigest: true, privileges: 'all', action: 'allow' }, 'allow'],
  ['another repository', { ...allow, repository: 'quay.io/*' }, 'refuse'],
  ['part of a repository', { ...allow, repository: 'rhel-tools' }, 'refuse'],
  ['too few privileges', { ...allow, privileges: ['pid=host'] }, 'refuse'],
  ['no privileges', { ...allow, privileges: [] }, 'refuse'],
  ['all privileges', { ...allow, privileges: 'all' }, 'allow'],
])('allow by %s: %s', (_, rule, decision) => {
  expect(ask({ policies: policy(rule) })).toBe(decision);
});

test('two rules that each cover a part do not add up', () => {
  const part = (id: string) => ({ ...allow, privileges: [id] });
  expect(ask({ policies: policy(part('privileged'), part('pid=host')) })).toBe('refuse');
});

test('a refusal wins over a rule, trust, a terminal and --assumeyes', () => {
  const policies = [...policy(allow), ...policy(refuse)];
  expect(ask({ policies, trusted: true, terminal: true, yes: true })).toBe('refuse');
});

test('a refusal of other privileges, or of another digest, is none', () => {
  expect(ask({ policies: policy({ ...refuse, privileges: ['cap=*'] }), yes: true })).toBe('allow');
  expect(ask({ policies: policy({ ...refuse, digest: `sha256:${'c'.repeat(64)}` }), yes: true })).toBe('allow');
});

test('refusing all refuses an ordinary run too', () => {
  expect(ask({ report: judge(specOf([])), policies: policy({ ...refuse, privileges: 'all' }), yes: true })).toBe(
    'refuse',
  );
});

test('what nobody judged is allowed only by --assumeyes or a rule for all', () => {
  expect(ask({ report: odd })).toBe('refuse');
  expect(ask({ report: odd, trusted: true })).toBe('refuse');
  expect(ask({ report: odd, trusted: true, terminal: true })).toBe('ask');
  expect(ask({ report: odd, policies: policy({ ...allow, privileges: ['*'] }) })).toBe('refuse');
  expect(ask({ report: odd, policies: policy({ ...allow, privileges: 'all' }) })).toBe('allow');
  expect(ask({ report: odd, yes: true })).toBe('allow');
});

test('an image without a name matches * only', () => {
  const unnamed = { ...image, repositories: [] };
  expect(ask({ image: unnamed, policies: policy({ ...allow, repository: '*' }) })).toBe('allow');
  expect(ask({ image: unnamed, policies: policy(allow) })).toBe('refuse');
});

test('a reason is one line whatever the label holds', () => {
  const hostile = judge(specOf(['volume=/x\n\x1b[2J:/y']));
  expect(decide({ ...base, report: hostile }).reason).not.toMatch(/\p{Cc}/u);
});

test.each([
  ['grants', report],
  ['unjudged', odd],
  ['hostile text', judge(specOf(['volume=/a": [\u202e\n- x:/y']))],
])('the suggested rule allows this run when pasted, and no other image: %s', (_, of) => {
  const text = suggestRule(of, image);
  expect(text).toMatch(/^[\x20-\x7e\n]+$/);
  const policies = [parsePolicy(parse(text), 'pasted')];
  expect(ask({ report: of, policies })).toBe('allow');
  expect(ask({ report: of, policies, image: { ...image, id: OTHER, digests: [] } })).toBe('refuse');
});

test('an id that would act as a pattern is not suggested, only named', () => {
  const starry = judge(specOf(['publish=1:1', 'volume=/*:/y']));
  const text = suggestRule(starry, image);
  expect(text).toMatch(/^ +# .*"volume=\/\*:rw"$/m);
  const policies = [parsePolicy(parse(text), 'pasted')];
  expect(policies[0]?.rules[0]?.privileges).toEqual(['publish=1:1']);
  expect(ask({ report: judge(specOf(['publish=1:1', 'volume=/etc:/y'])), policies })).toBe('refuse');
});

test('a rule of which nothing is left allows nothing', () => {
  const text = suggestRule(judge(specOf(['env=*'])), image);
  expect(parsePolicy(parse(text), 'pasted').rules[0]?.privileges).toEqual([]);
});

test.each([
  [[], 'the file: must be a map'],
  [null, 'the file: must be a map'],
  [{ rules: [] }, 'version: must be 1'],
  [{ version: '1', rules: [] }, 'version: must be 1'],
  [{ version: 1 }, 'rules: must be a list'],
  [{ version: 1, rules: [], rule: [] }, "the file: unknown key 'rule'; known: version, rules"],
  [{ version: 1, rules: ['x'] }, 'rules[0]: must be a map'],
  [{ version: 1, rules: [allow, { ...allow, action: 'permit' }] }, 'rules[1].action: must be allow or refuse'],
  [{ version: 1, rules: [{ ...allow, repository: '' }] }, 'rules[0].repository: must be text, and not empty'],
  [
    { version: 1, rules: [{ ...allow, digest: undefined }] },
    'rules[0].digest: missing: name one, or say anyDigest: true',
  ],
  [
    { version: 1, rules: [{ ...allow, digest: 'sha256:A' }] },
    'rules[0].digest: must be sha256: and 64 hexadecimal digits in lower case',
  ],
  [{ version: 1, rules: [{ ...allow, anyDigest: true }] }, 'rules[0].anyDigest: cannot be true beside a digest'],
  [{ version: 1, rules: [{ ...allow, anyDigest: 'yes' }] }, 'rules[0].anyDigest: must be true or false'],
  [
    { version: 1, rules: [{ ...allow, privileges: 'privileged' }] },
    'rules[0].privileges: must be all, or a list of ids such as privileged or cap=SYS_ADMIN',
  ],
  [{ version: 1, rules: [{ ...allow, privileges: [1] }] }, 'rules[0].privileges[0]: must be text, and not empty'],
  [parse('version: 1\n__proto__: {rules: []}'), "the file: unknown key '__proto__'; known: version, rules"],
])('%j is refused: %s', (value, why) => {
  expect(() => parsePolicy(value, 'p.yaml')).toThrow(
    expect.objectContaining({ code: 'config', message: 'the policy p.yaml is wrong', why }),
  );
});
