/** The completion scripts, completing in the shells they are for. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inBash, inFish, installed, inZsh } from './completion/shells.ts';
import { removeScratch, SCRATCH, spc } from './spc.ts';

const scriptOf = (shell: string) => `${SCRATCH}/spc.${shell}`;

beforeAll(() => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { status, stdout, stderr } = spc(['completion', shell]);
    expect([status, stderr]).toEqual([0, '']);
    writeFileSync(scriptOf(shell), stdout);
  }
});

afterAll(removeScratch);

const ENGINES = ['docker', 'podman', 'nerdctl', 'builtin'];
const FILES = '-o bashdefault -o default';

describe('bash', () => {
  it.each<[string, string[]]>([
    ['la', ['label']],
    ['run --eng', ['--engine']],
    ['run --engine ', ENGINES],
    ['run --engine po', ['podman']],
    // readline makes words of = and :
    ['run --engine =', ENGINES],
    ['run --engine = po', ['podman']],
    ['run --set A = b rhel-t', ['rhel-tools']],
    ['label ex', ['expand']],
    ['label expand --comp', ['--compat']],
    ['run rhel-t', ['rhel-tools']],
    ['run -n x rhel-t', ['rhel-tools']],
    ['--debug run rhel-t', ['rhel-tools']],
    ['run -- rhel-t', ['rhel-tools']],
    ['run -- --eng', []],
    ['run -n ', []],
    ['stop ', []],
    ['info localhost/x : 1 ', []],
    ['run rhel-tools ', [FILES]],
    ['run rhel-tools --eng', [FILES]],
    ['image load ', [FILES]],
    ['privileges --text-file ', [FILES]],
    ['tools build --work-dir ', ['-o dirnames']],
    ['tools ls --js', ['--json']],
    ['recipe show rhel-t', ['rhel-tools']],
    ['help priv', ['privileges']],
    ['help rhel-t', ['rhel-tools']],
    ['completion ', ['bash', 'zsh', 'fish']],
  ])('spc %s', (line, expected) => {
    expect(inBash(scriptOf('bash'), ['spc', ...line.split(' ')])).toEqual(expected);
  });

  it('lists what a command may begin with', () => {
    const commands = inBash(scriptOf('bash'), ['spc', '']);
    expect(commands).toContain('run');
    expect(commands).toContain('completion');
    expect(commands).not.toContain('--debug');
  });

  it('offers a whole word where the user has made = part of words', () => {
    expect(inBash(scriptOf('bash'), ['spc', 'run', '--engine=po'])).toEqual(['--engine=podman']);
  });
});

describe.skipIf(!installed('zsh'))('zsh', () => {
  it.each<[string, string[]]>([
    ['la', ['label', 'spc label ']],
    ['run --eng', ['--engine', 'spc run --engine ']],
    ['run --engine ', [...ENGINES, 'spc run --engine ']],
    ['run --engine=po', ['--engine=podman', 'spc run --engine=podman ']],
    ['run --set A=b -n x rhel-t', ['rhel-tools', 'spc run --set A=b -n x rhel-tools ']],
    ['label ex', ['expand', 'spc label expand ']],
    ['run -n ', ['spc run -n ']],
    ['run rhel-tools --eng', ['spc run rhel-tools --eng']],
    [
      'run rhel-tools /etc/passw',
      [expect.stringMatching('passwd'), expect.anything(), 'spc run rhel-tools /etc/passwd'],
    ],
    ['tools ls --js', ['--json', 'spc tools ls --json ']],
    ['stop /etc/passw', ['spc stop /etc/passw']],
  ])('spc %s', (line, expected) => {
    expect(inZsh(scriptOf('zsh'), `spc ${line}`)).toEqual(expected);
  });
});

describe.skipIf(!installed('fish'))('fish', () => {
  const words = (line: string) => inFish(scriptOf('fish'), `spc ${line}`).map((match) => match.split('\t')[0]);

  it.each<[string, string[]]>([
    ['la', ['label']],
    ['run --eng', ['--engine']],
    ['run --engine ', ENGINES.toSorted()],
    ['run --engine=po', ['--engine=podman']],
    ['run --set A=b -n x rhel-t', ['rhel-tools']],
    ['label ex', ['expand']],
    ['run -n ', []],
    ['run rhel-tools --eng', []],
    ['stop /etc/host', []],
    ['tools ls --js', ['--json']],
    ['completion ', ['bash', 'fish', 'zsh']],
  ])('spc %s', (line, expected) => expect(words(line)).toEqual(expected));

  it.each(['run rhel-tools ', 'image load ', 'tools build --output ', 'tools build --output='])(
    'spc %s/etc/pass: a file',
    (line) => expect(words(`${line}/etc/pass`).map((word) => word?.split('=').at(-1))).toContain('/etc/passwd'),
  );

  it('offers directories where one is needed', () => {
    expect(words('tools build --work-dir /et')).toContain('/etc/');
    expect(words('tools build --work-dir /etc/passw')).toEqual([]);
  });

  it('says what a word means', () => {
    expect(inFish(scriptOf('fish'), 'spc run --eng')).toEqual([expect.stringMatching(/^--engine\tengine to use/)]);
  });
});
