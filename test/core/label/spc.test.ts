// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels hold shell variables
import { describe, expect, it } from 'vitest';
import { expandLabel } from '../../../src/core/label/expand.ts';
import type { LabelVariables } from '../../../src/core/types.ts';
import { VARIABLES } from './fixtures.ts';

const expand = (text: string, vars: Partial<LabelVariables> = {}, args: string[] = []) =>
  expandLabel('spc', text, { ...VARIABLES, ...vars }, args);

describe('variables of the spc dialect', () => {
  it.each([
    ['IMAGE NAME', ['registry/ns/img:1', 'img']],
    ['-e IMAGE=IMAGE -e X=NAME --name=NAME', ['-e', 'IMAGE=registry/ns/img:1', '-e', 'X=img', '--name=img']],
    [`'IMAGE' "NAME" IM"AGE" N\\AME`, ['IMAGE', 'NAME', 'IMAGE', 'NAME']],
    ['IMAGES xNAME NAME=name', ['IMAGES', 'xNAME', 'NAME=name']],
    ['$IMAGE ${NAME}-x "$PWD/y"', ['registry/ns/img:1', 'img-x', '/pwd/y']],
    ['$HOME:$SUDO_UID:$SUDO_GID', ['/root:1000:1000']],
    ['$CONFDIR ${LOGDIR}:/var/log $DATADIR', ['/etc/img', '/var/log/img:/var/log', '/var/lib/img']],
    [String.raw`\$NAME '$NAME' "\$NAME"`, ['$NAME', '$NAME', '$NAME']],
    ['x$OPT1 x $OPT2 ${OPT3} $RUN_OPTS ${RUN_OPTS} "$OPT1"', ['x', 'x', '']],
    ['a $ b$ $: $', ['a', '$', 'b$', '$:', '$']],
    ['-- NAME --', ['--', 'img', '--']],
  ])('%s', (text, argv) => {
    expect(expand(text)).toEqual({ argv, error: null, unknown: [], warnings: [] });
  });

  it.each([
    '$NAMESPACE',
    '$NAME_',
    '$IMAGEX',
    '$OPT12',
    '$OPT4',
    '$DISPLAY',
    '$(pwd)',
    '$(id -u)',
    '`id`',
    '${NAME%x}',
    '${FOO:-$NAME}',
  ])('keeps %s and names it once', (written) => {
    const { argv, error, unknown } = expand(`x a${written}/b ${written}`);
    expect({ argv, error, unknown }).toEqual({
      argv: ['x', `a${written}/b`, written],
      error: null,
      unknown: [written],
    });
  });

  it('knows no specials, no positions and nothing of the environment', () => {
    const text = 'a $1 $$ $? ${AWS_SECRET_ACCESS_KEY} $PATH';
    const { argv, unknown } = expandLabel('spc', text, VARIABLES, [], {
      AWS_SECRET_ACCESS_KEY: 's3cret',
      PATH: '/bin',
    });
    expect(argv).toEqual(text.split(' '));
    expect(unknown).toEqual(['$1', '$$', '$?', '${AWS_SECRET_ACCESS_KEY}', '$PATH']);
  });

  it('names what it knows and was not given', () => {
    const bare = { IMAGE: 'i', NAME: 'n' };
    expect(expandLabel('spc', 'x $SUDO_UID:${PWD}', bare, [])).toMatchObject({
      argv: ['x', '$SUDO_UID:${PWD}'],
      unknown: ['$SUDO_UID', '${PWD}'],
    });
  });

  it('takes defaults, and says so', () => {
    expect(expand('x=${FOO:-a b} ${NAME:-other} ${OPT1:-none}')).toEqual({
      argv: ['x=a b', 'img', 'none'],
      error: null,
      unknown: [],
      warnings: [
        `FOO is not set: the label's default "a b" is used`,
        `OPT1 is not set: the label's default "none" is used`,
      ],
    });
  });

  it('takes --set, but not for IMAGE and NAME', () => {
    const set = { DISPLAY: ':0 $NAME', LOGDIR: '/l', NAME: 'evil', IMAGE: 'evil' };
    expect(expand('x $DISPLAY $LOGDIR $NAME $IMAGE', { set }).argv).toEqual([
      'x',
      ':0 $NAME',
      '/l',
      'img',
      'registry/ns/img:1',
    ]);
  });

  it('does not find inherited names', () => {
    expect(expand('x $constructor ${__proto__} $toString', { set: {} }).unknown).toEqual([
      '$constructor',
      '${__proto__}',
      '$toString',
    ]);
  });
});

describe('options of the user in the spc dialect', () => {
  const OPT1 = `--env 'A=b c' -v "$HOME:/x" IMAGE $(id) \\$y`;
  const words = ['--env', 'A=b c', '-v', '$HOME:/x', 'IMAGE', '$(id)', '$y'];

  it.each(['$OPT1', '${OPT1}', '${OPT1:-x}'])('splices %s as its own words, nothing substituted', (written) => {
    expect(expand(`run ${written} NAME`, { OPT1 })).toMatchObject({ argv: ['run', ...words, 'img'], unknown: [] });
  });

  it.each(['$RUN_OPTS', '${RUN_OPTS}'])('splices %s, whose lines are blanks', (written) => {
    expect(expand(`run ${written} x`, { RUN_OPTS: '--rm\n-t\n' }).argv).toEqual(['run', '--rm', '-t', 'x']);
  });

  it('puts it in as one string inside a word or quotes', () => {
    expect(expand('a=$OPT2 "$OPT2" x${OPT2}', { OPT2: '-v / x' }).argv).toEqual(['a=-v / x', '-v / x', 'x-v / x']);
  });

  it('says which one cannot be read', () => {
    expect(expand('run $OPT3', { OPT3: `it's` }).error).toBe(
      `OPT3 cannot be read: a single quote is not closed: at character 3: it's`,
    );
    expect(expand('run', { RUN_OPTS: 'a\0b' }).error).toBe('RUN_OPTS holds U+0000 at character 2');
  });

  it('warns when an unset one leaves an option without its value', () => {
    expect(expand('docker run --name ${OPT1} --rm x').warnings).toEqual([
      '${OPT1} is not set, so --name takes the next word for its value',
    ]);
    expect(expand('docker run -itv $OPT1 --rm').warnings).toHaveLength(1);
    expect(expand('docker run --rm $OPT1 -it $OPT2 --name=a $OPT3 x').warnings).toEqual([]);
  });

  it('appends arguments one by one, untouched', () => {
    const args = ['sh', '-c', 'a  b', '', '$NAME', 'IMAGE', `"'`, '--', '-v', '\n', '$(id)'];
    expect(expand('run NAME', {}, args)).toEqual({
      argv: ['run', 'img', ...args],
      error: null,
      unknown: [],
      warnings: [],
    });
  });

  it.each([
    ['docker run -d --net=host', 'the label names no image'],
    ['docker run --rm -v', 'the option -v has no value: the label ends there'],
  ])('lets no argument complete a label that is not whole: %s', (text, error) => {
    expect(expand(text, {}, ['evil/image'])).toMatchObject({ argv: null, error: expect.stringContaining(error) });
    expect(expand(text).error).toBeNull();
  });
});

describe('hostile labels and values in the spc dialect', () => {
  it('keeps operators as words and says that no shell runs', () => {
    const { argv, warnings } = expand('docker run x ; rm -rf / && y | z > /etc/passwd < a 2>&1');
    expect(argv).toEqual('docker run x ; rm -rf / && y | z > /etc/passwd < a 2>&1'.split(' '));
    expect(warnings).toEqual(
      [';', '&&', '|', '>', '<', '2>&1'].map((word) => `no shell runs this label: ${word} is an ordinary word`),
    );
    expect(expand(`x ';' "|" \\<`).warnings).toEqual([]);
  });

  it.each(['a b', '--privileged', '-x', '', 'a\nb', `a'b`, '$IMAGE', '.a', 'a/b', 'a:b', 'é'])(
    'refuses the name %j',
    (NAME) => {
      expect(expand('run NAME', { NAME })).toMatchObject({
        argv: null,
        error: expect.stringContaining('is no container name'),
      });
    },
  );

  it.each(['--privileged', '-v', '', 'a b', 'a\nb', 'a\u00a0b', 'a\u001bb', 'a\u202eb'])(
    'refuses the image %j',
    (IMAGE) => {
      expect(expand('run IMAGE', { IMAGE })).toMatchObject({
        argv: null,
        error: expect.stringContaining('is no image reference'),
      });
    },
  );

  const HOSTILE = [
    'x --privileged -v /:/host',
    `a' --privileged '`,
    'a" b',
    'a\nb',
    '$(id) `id` $NAME',
    'IMAGE',
    ';',
    '# x',
  ];

  it.each(HOSTILE)('keeps one word one word with PWD, HOME and --set of %j', (value) => {
    const hostile = { PWD: value, HOME: value, set: { V: value } };
    const { argv, unknown } = expand('run -v $PWD:/x "$HOME" $V IMAGE', hostile);
    expect(argv).toEqual(['run', '-v', `${value}:/x`, value, value, 'registry/ns/img:1']);
    expect(unknown).toEqual([]);
  });

  it.each(['$PWD', '"$PWD"', '${HOME}x', '$V', '""$V', '$OPT1$V'])(
    'lets no value begin a word as an option: %s',
    (word) => {
      const { argv, error } = expand(`run ${word}`, {
        PWD: '--privileged',
        HOME: '--privileged',
        set: { V: '--privileged' },
      });
      expect(argv).toBeNull();
      expect(error).toMatch(/^a variable would be taken for an option: the value of .* begins with "-"$/);
    },
  );

  it('warns of a directory whose name would add a field to -v', () => {
    expect(expand('run -v $PWD:/x', { PWD: '/tmp/a:/etc' }).warnings).toEqual([
      'PWD holds ":" or ",", which end a field of -v and --mount: /tmp/a:/etc',
    ]);
  });

  it.each([
    ['', 'the label is empty'],
    [' \n\t', 'the label is empty'],
    ['$OPT1', 'the label is empty'],
    [`docker run -e HOST=/host' IMAGE`, `a single quote is not closed: at character 25: …un -e HOST=/host' IMAGE`],
    ['docker \\', 'a backslash ends the label: at character 8: docker \\'],
    ['docker\r', 'the label holds U+000D at character 7'],
    ['x'.repeat(65537), 'the label is longer than 64 KiB'],
  ])('gives an error, not an exception: %j', (text, error) => {
    expect(expand(text)).toEqual({ argv: null, error, unknown: [], warnings: [] });
  });

  it('refuses a label that grows without end', () => {
    const text = '$V '.repeat(10_000);
    expect(expand(text, { set: { V: 'x'.repeat(100_000) } }).error).toMatch(/grows beyond 2 MiB/);
    expect(expandLabel('atomic', text, VARIABLES, [], { V: 'x'.repeat(100_000) }).error).toMatch(/grows beyond 2 MiB/);
    expect(
      expandLabel('podman', text.replaceAll('$V', '$OPT1'), { ...VARIABLES, OPT1: 'x'.repeat(100_000) }, []).error,
    ).toMatch(/grows beyond 2 MiB/);
  });
});
