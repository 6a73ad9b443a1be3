// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels hold shell variables
/** The small vocabularies: names, programs, quoting, default labels. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_RUN, SPC_RUN } from '../../../src/core/label/defaults.ts';
import { expandLabel } from '../../../src/core/label/expand.ts';
import { defaultName, isContainerName } from '../../../src/core/label/name.ts';
import { engineOf } from '../../../src/core/label/program.ts';
import { shellQuote } from '../../../src/core/label/quote.ts';
import { literalText, tokenise } from '../../../src/core/label/shlex.ts';
import { randomText, seeded, VARIABLES } from './fixtures.ts';

describe('defaultName', () => {
  it.each([
    ['registry/ns/img:1', 'img'],
    ['img', 'img'],
    ['localhost:5000/img', 'img'],
    ['host:5000/a/b.c-d_e:tag@sha256:00', 'b.c-d_e'],
    ['img@sha256:00ff', 'img'],
    ['a/_x', 'x'],
    ['a/', 'container'],
    ['', 'container'],
    ['a/b c --privileged', 'b-c---privileged'],
    ['--privileged', 'privileged'],
  ])('%j → %s', (reference, name) => {
    expect(defaultName(reference)).toBe(name);
    expect(isContainerName(name)).toBe(true);
  });
});

it.each(['a\n', '-a', '.a', '_a', '', 'a b', 'é', 'a/b'])('isContainerName refuses %j', (name) => {
  expect(isContainerName(name)).toBe(false);
});

describe('engineOf', () => {
  it.each(['docker', 'podman', 'nerdctl'])('%s', (engine) => {
    for (const directory of ['', '/usr/bin/', '/bin/', '/usr/local/bin/', '/usr/sbin/']) {
      expect(engineOf(directory + engine)).toBe(engine);
    }
  });

  it.each([
    '/tmp/docker',
    './docker',
    'docker/',
    'bin/docker',
    '/usr/bin/../../tmp/docker',
    '//usr/bin/docker',
    'Docker',
    'echo',
    '',
    ' docker',
    'docker\n',
    'constructor',
    '/proc/self/exe',
  ])('%j is no engine', (program) => {
    expect(engineOf(program)).toBeUndefined();
  });
});

describe('shellQuote', () => {
  it.each([
    [['docker', 'run', '--name=a', '-v/:/host:ro', 'img@sha256:0'], 'docker run --name=a -v/:/host:ro img@sha256:0'],
    [
      ['a', '', 'b c', "it's", '$X', '`id`', '~', '*', '!x', 'a;b'],
      `a '' 'b c' 'it'\\''s' '$X' '\`id\`' '~' '*' '!x' 'a;b'`,
    ],
    [['A=b', 'A=b'], `'A=b' A=b`],
    [[], ''],
  ])('%j', (argv, line) => {
    expect(shellQuote(argv)).toBe(line);
  });

  it('is what a shell reads back', () => {
    const random = seeded(5);
    for (let round = 0; round < 2000; round += 1) {
      const argv = Array.from({ length: 1 + random(4) }, () =>
        randomText(random, [...' \n\t\'"\\$`(){}a=;#'], random(8)),
      );
      expect(tokenise(shellQuote(argv)).map(literalText)).toEqual(argv);
    }
  });
});

describe('default labels', () => {
  it('are those of atomic', () => {
    expect(DEFAULT_RUN).toBe('docker run -t -i --name ${NAME} ${IMAGE}');
    expect(SPC_RUN).toBe(
      'docker run -t -i --privileged -v /:/host -v /run:/run -v /etc/localtime:/etc/localtime ' +
        '-v /sys/fs/selinux:/sys/fs/selinux:ro --net=host --ipc=host --pid=host -e HOST=/host -e NAME=${NAME} ' +
        '-e IMAGE=${IMAGE} -e SYSTEMD_IGNORE_CHROOT=1 --name ${NAME} ${IMAGE}',
    );
  });

  it('expand without a remark', () => {
    for (const text of [DEFAULT_RUN, SPC_RUN]) {
      const { argv, ...remarks } = expandLabel('spc', text, VARIABLES, ['sh']);
      expect(remarks).toEqual({ error: null, unknown: [], warnings: [] });
      expect(argv?.slice(-4)).toEqual(['--name', 'img', 'registry/ns/img:1', 'sh']);
    }
  });
});
