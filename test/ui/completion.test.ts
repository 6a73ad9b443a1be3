/** What comes from outside (names and summaries of recipes) stays data in every script. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { quoteFish, quotePosix } from '../../src/ui/completion/quote.ts';
import { type CommandTree, tablesOf } from '../../src/ui/completion/tree.ts';
import { SHELLS, type Shell } from '../../src/ui/completion.ts';
import { inBash, inFish, installed, inZsh, run } from '../e2e/completion/shells.ts';

const folder = mkdtempSync(`${tmpdir()}/completion-`);
afterAll(() => rmSync(folder, { recursive: true }));

const mark = `${folder}/ran`;
const DESCRIPTION = `it's "a:b" [c] {d} $HOME $(touch ${mark}) \`touch ${mark}\` (touch ${mark}) \\ %d; #`;
/** Each would run `touch` if it were read as code, when the script is sourced, completes or the word is inserted. */
const HOSTILE = {
  'command substitution': `a$(touch ${mark})`,
  backquotes: `a\`touch ${mark}\``,
  'an end of the quotes': `a'; touch ${mark}; '`,
  'a command substitution of fish': `a(touch ${mark})`,
  'an escaped quote': `a\\'; touch ${mark}; \\'`,
  'the end of a case': `a) ;; esac; touch ${mark}`,
};

const command = (name: string, word: string): CommandTree => ({
  name,
  aliases: [],
  description: '',
  options: [{ long: '--all', description: DESCRIPTION }],
  operand: [{ word, description: DESCRIPTION }],
  tool: true,
  commands: [],
});

const tree = (word: string): CommandTree => ({ ...command('spc', ''), tool: false, commands: [command('run', word)] });

function scriptWith(shell: Shell, word: string): string {
  const script = `${folder}/spc.${shell}`;
  writeFileSync(script, SHELLS[shell](tree(word)));
  return script;
}

describe('quoting', () => {
  const words = [...Object.values(HOSTILE), "''", '\\', "\\'", 'a\nb', '!x', '*'];

  it.each(words)('bash and zsh read %j back', (word) =>
    expect(run(['bash', '-c', `printf %s ${quotePosix(word)}`]).stdout).toBe(word),
  );

  it.skipIf(!installed('fish')).each(words)('fish reads %j back', (word) =>
    expect(run(['fish', '--no-config', '-c', `printf %s ${quoteFish(word)}`]).stdout).toBe(word),
  );
});

describe.each(Object.entries(HOSTILE))('a recipe name with %s', (_what, word) => {
  it('is inserted quoted by bash', () => {
    const [reply, ...others] = inBash(scriptWith('bash', word), ['spc', 'run', 'a']);
    expect(others).toEqual([]);
    expect(run(['bash', '-c', `printf %s ${reply}`]).stdout).toBe(word);
    expect(existsSync(mark)).toBe(false);
  });

  it.skipIf(!installed('zsh'))('is inserted quoted by zsh', () => {
    const [match, line = ''] = inZsh(scriptWith('zsh', word), 'spc run a');
    expect(match).toBe(word);
    expect(run(['zsh', '-fc', `printf %s ${line.slice('spc run '.length)}`]).stdout).toBe(word);
    expect(existsSync(mark)).toBe(false);
  });

  it.skipIf(!installed('fish'))('is only a word to fish', () => {
    expect(inFish(scriptWith('fish', word), 'spc run a')).toEqual([`${word}\t${DESCRIPTION}`]);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('a description with the marks of every shell', () => {
  it.skipIf(!installed('zsh'))('leaves the words of zsh whole', () =>
    expect(inZsh(scriptWith('zsh', 'x:y'), 'spc run x')).toEqual(['x:y', 'spc run x:y ']),
  );

  it.skipIf(!installed('zsh'))('leaves the options of zsh whole', () =>
    expect(inZsh(scriptWith('zsh', 'x'), 'spc run --a')).toEqual(['--all', 'spc run --all ']),
  );

  it.skipIf(!installed('fish'))('is shown by fish as it stands', () =>
    expect(inFish(scriptWith('fish', 'x'), 'spc run --a')).toEqual([`--all\t${DESCRIPTION}`]),
  );
});

describe('tables', () => {
  it('leave out a word with a control character', () =>
    expect(tablesOf(command('run', 'a\nb')).operands).toEqual([{ keys: ['run'], answer: [] }]));

  it('keep a description to one line', () => {
    const operand = [{ word: 'a', description: 'one\ntwo\tthree\u001b[31m' }];
    expect(JSON.stringify(tablesOf({ ...command('run', ''), operand }))).not.toMatch(/\\n|\\t|\\u001b/);
  });

  it('answer for commands of the same operands together', () => {
    const { operands, commands } = tablesOf({
      ...tree('x'),
      commands: [{ ...command('b', 'x'), aliases: ['c'] }, command('d', 'x')],
    });
    expect(operands[1]?.keys).toEqual(['spc b', 'spc d']);
    expect(commands[0]).toEqual({ keys: ['spc b', 'spc c'], answer: 'spc b' });
  });
});
