import { describe, expect, it } from 'vitest';
import {
  parseAuditList,
  parseDaemonFile,
  parseEndpoint,
  parseGroup,
  parseSignaturePolicy,
  parseUnits,
  ruleLines,
} from '../../../../src/core/bench/parse/host.ts';

const answer = (stdout: string, status = 0) => ({ stdout, stderr: '', status });

describe('a group', () => {
  const GROUPS = 'root:x:0:\ndocker:x:998:bob, alice,\nx:x:5:eve\n';
  const USERS = 'root:x:0:0::/root:/bin/sh\ncarl:x:7:998::/:\nalice:x:8:998::/:\n';

  it('has those it lists and those whose own it is, each once', () =>
    expect(parseGroup('docker', GROUPS, USERS)).toEqual({ exists: true, members: ['alice', 'bob', 'carl'] }));

  it('without members has none', () =>
    expect(parseGroup('root', 'root:x:0:', '')).toEqual({ exists: true, members: [] }));

  it('that is not there does not exist', () =>
    expect(parseGroup('dock', GROUPS, USERS)).toEqual({ exists: false, members: [] }));
});

describe('audit rules', () => {
  it('are the lines that auditctl lists', () =>
    expect(parseAuditList(answer('-w /usr/bin/dockerd -p rwxa -k docker\n'))).toEqual([
      '-w /usr/bin/dockerd -p rwxa -k docker',
    ]));
  it('none is an answer', () => expect(parseAuditList(answer('No rules\n'))).toEqual([]));
  it('a refusal is no answer', () => expect(parseAuditList(answer('', 4))).toBeUndefined());
  it('of a file are without comments', () => expect(ruleLines('# x\n\n  -w /a -p x\n')).toEqual(['-w /a -p x']));
});

describe('units', () => {
  it('are read by name, whatever their order', () =>
    expect(
      parseUnits(
        answer(
          'Id=docker.socket\nFragmentPath=/lib/docker.socket\n\nId=docker.service\nFragmentPath=/lib/docker.service\n\nId=podman.service\nFragmentPath=\n',
        ),
      ),
    ).toEqual({
      'docker.service': '/lib/docker.service',
      'docker.socket': '/lib/docker.socket',
      'podman.service': '',
      'podman.socket': '',
    }));
  it('without a systemd there is no answer', () => expect(parseUnits(answer('', 1))).toBeUndefined());
});

describe('daemon.json', () => {
  it('is an object', () =>
    expect(parseDaemonFile('/d', '{"icc": false}')).toEqual({ ok: { path: '/d', value: { icc: false } } }));
  it('may be empty', () => expect(parseDaemonFile('/d', ' \n')).toEqual({ ok: { path: '/d', value: {} } }));
  it.each([['[]'], ['null'], ['"x"']])('%s is none', (text) =>
    expect(parseDaemonFile('/d', text)).toEqual({ missing: '/d: it holds no JSON object' }),
  );
  it('that is something else says so, and quotes nothing of it', () =>
    expect(parseDaemonFile('/d', 'root:$y$secret')).toEqual({ missing: '/d: it is not JSON' }));
});

describe('policy.json', () => {
  it('has the kinds of its default', () =>
    expect(parseSignaturePolicy('/p', '{"default": [{"type": "reject"}], "transports": {}}')).toEqual({
      ok: { path: '/p', defaults: ['reject'] },
    }));
  it('that is damaged says so', () => expect(parseSignaturePolicy('/p', '{')).toHaveProperty('missing'));
});

it.each([
  ['unix:///var/run/docker.sock\n', 0, 'unix:///var/run/docker.sock'],
  ['ssh://me@there', 0, 'ssh://me@there'],
  ['<no value>', 0, ''],
  ['unix:///x', 1, ''],
])('the endpoint of %j (status %i) is %j', (stdout, status, expected) =>
  expect(parseEndpoint(answer(stdout, status))).toBe(expected),
);
