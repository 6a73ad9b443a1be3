import { describe, expect, it } from 'vitest';
import { parseAuditRules, watchOn } from '../../../src/core/bench/audit-rules.ts';

const isWatched = (path: string, ...rules: string[]) => watchOn(parseAuditRules(rules), [path]) !== undefined;

describe('audit rules', () => {
  it.each<[string, string[], boolean]>([
    ['/usr/bin/runc', ['-w /usr/bin/runc'], true],
    ['/usr/bin/runc', ['  -w   /usr/bin/runc -p x -k docker  '], true],
    ['/usr/bin/runc', ['-w /usr/bin/runc2'], false],
    ['/usr/bin/runc2', ['-w /usr/bin/runc'], false],
    ['/etc/docker/a/b', ['-w /etc/docker/'], true],
    ['/etc/docker', ['-w /etc/docker/daemon.json'], false],
    ['/etc/docker', ['-a always,exit -F dir=/etc/docker -F perm=wa'], true],
    ['/etc/docker', ['-A exit,always -F path=/etc/docker'], true],
    ['/etc/docker/x', ['-a always,exit -F path=/etc/docker'], false],
    ['/etc/docker', ['-a always,exclude -F path=/etc/docker'], false],
    ['/etc/docker', ['-a always,exit -S execve -F path=/etc/docker -F auid>=1000'], true],
    ['/etc/docker', ['-a never,exit -F dir=/etc', '-w /etc/docker'], false],
    ['/etc/docker', ['-w /etc/docker', '-a never,exit -F dir=/etc'], true],
    ['/etc/docker', ['-a never,exit -F dir=/etc -F auid=0', '-w /etc/docker'], true],
    ['/etc/docker', ['-w /etc/docker', '-D'], false],
    ['/etc/docker', ['-D', '-b 8192', '-w /etc/docker'], true],
    ['/etc/docker', ['# -w /etc/docker', 'No rules', ''], false],
    ['/etc/docker', ['-w', '-a', '-F dir=/etc/docker'], false],
  ])('%s by %j: %s', (path, rules, watched) => expect(isWatched(path, ...rules)).toBe(watched));

  it('knows a file by each of its names', () =>
    expect(watchOn(parseAuditRules(['-w /lib/x']), ['/usr/lib/x', '/lib/x'])?.path).toBe('/lib/x'));
});
