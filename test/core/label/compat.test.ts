// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels hold shell variables
/** The dialects of older tools beyond the labels of the field. */
import { describe, expect, it } from 'vitest';
import { expandLabel } from '../../../src/core/label/expand.ts';
import { fixture, VARIABLES } from './fixtures.ts';

interface PythonRun {
  environment: Record<string, string>;
  vars: { NAME: string; IMAGE: string; PWD: string; OPT1: string };
  cases: { text: string; argv: string[] | null; error: string | null }[];
}

describe('atomic', () => {
  const { environment, vars, cases } = fixture<PythonRun>('atomic_python.json');

  it.each(cases.filter(({ argv }) => argv?.length !== 0))('does with $text as Python', ({ text, argv, error }) => {
    const expansion = expandLabel('atomic', text, vars, [], environment);
    expect({ argv: expansion.argv, error: expansion.error }).toEqual({ argv, error });
  });

  it('joins arguments unquoted and splits again', () => {
    const { argv } = expandLabel(
      'atomic',
      'docker run IMAGE',
      VARIABLES,
      ['sh', '-c', 'a  b', 'NAME', '$HOME', `'q r'`],
      { HOME: '/h' },
    );
    expect(argv).toEqual(['docker', 'run', 'registry/ns/img:1', 'sh', '-c', 'a', 'b', 'img', '/h', 'q r']);
  });

  it('wipes the undefined up to the next blank, and says what', () => {
    const { argv, unknown } = expandLabel(
      'atomic',
      'docker run -v ${LOGDIR}:/var/log -v $(pwd)/a:/b `id` IMAGE',
      VARIABLES,
      [],
    );
    expect(argv).toEqual(['docker', 'run', '-v', '-v', '`id`', 'registry/ns/img:1']);
    expect(unknown).toEqual(['${LOGDIR}:/var/log', '$(pwd)/a:/b', '`id`']);
  });

  it('lets OPT1 refer to the environment, once', () => {
    const vars = { ...VARIABLES, OPT1: '-e A=$A -e N=$NAME' };
    expect(expandLabel('atomic', 'run $OPT1 x', vars, [], { A: '$B', B: 'no' }).argv).toEqual([
      'run',
      '-e',
      'A=',
      '-e',
      'N=',
      'x',
    ]);
  });

  it('prefers SUDO_UID of the environment, and falls back to 0', () => {
    const bare = { IMAGE: 'i', NAME: 'n' };
    expect(
      expandLabel('atomic', 'x $SUDO_UID $SUDO_GID', { ...bare, SUDO_UID: '7' }, [], { SUDO_UID: '8' }).argv,
    ).toEqual(['x', '8', '0']);
  });

  it('says that --set is not used', () => {
    expect(expandLabel('atomic', 'x $A', { ...VARIABLES, set: { A: 'b' } }, [])).toMatchObject({
      argv: ['x'],
      warnings: ['the atomic dialect has no --set variables: not used'],
    });
  });
});

describe('podman', () => {
  const expand = (text: string, args: string[] = [], vars = {}) =>
    expandLabel('podman', text, { ...VARIABLES, ...vars }, args);

  it.each([
    ['docker', '/proc/self/exe'],
    ['podman', '/proc/self/exe'],
    ['/tmp/docker', '/proc/self/exe'],
    ['./docker/', '/proc/self/exe'],
    ['/usr/bin/podman', '/usr/bin/podman'],
    ['./x/../tool', '/pwd/tool'],
    ['ls', 'ls'],
    ['NAME', 'NAME'],
  ])('runs %s as %s', (program, expected) => {
    expect(expand(`${program} run`).argv?.[0]).toBe(expected);
  });

  it.each([
    ['$NAMESPACE x${NAME}y a=b=NAME', ['imgSPACE', 'ximgy', 'a=b=img']],
    ['=NAME=NAME $IMAGE2', ['=img=img', 'registry/ns/img:12']],
    ['$SUDO_UID: $HOME ${PWD}', [':', '/root', '/pwd']],
    ['${} ${OPT1 a$ $: $5x', ['OPT1', 'a$', '$:', 'x']],
    ['"a b" # gone', ['a', 'b']],
    ['a#b \\# c', ['a#b']],
  ])('makes of %s what os.Expand and google/shlex make', (text, rest) => {
    expect(expand(`ls ${text}`).argv).toEqual(['ls', ...rest]);
  });

  it('loses quotes, and so lets values add options', () => {
    expect(expand('docker run -v $PWD:/x', [], { PWD: 'x --privileged' }).argv).toEqual([
      '/proc/self/exe',
      'run',
      '-v',
      'x',
      '--privileged:/x',
    ]);
  });

  it('splits arguments and expands them too', () => {
    expect(expand('docker run IMAGE', ['sh', '-c', `'a b'`, 'NAME']).argv).toEqual([
      '/proc/self/exe',
      'run',
      'registry/ns/img:1',
      'sh',
      '-c',
      'a',
      'b',
      'img',
    ]);
  });

  it('names what it empties or keeps', () => {
    expect(expand('ls $DISPLAY ${X}y $(pwd) `id`').unknown).toEqual(['$DISPLAY', '${X}', '$(pwd)', '`id`']);
  });

  it('takes the image for a missing name', () => {
    expect(expand('ls NAME $NAME', [], { NAME: '' }).argv).toEqual(['ls', 'registry/ns/img:1', 'registry/ns/img:1']);
  });
});
