/** docs/labels.md cannot lie: every worked example is expanded by the real code. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SPC_RUN } from '../src/core/label/defaults.ts';
import { expandLabel } from '../src/core/label/expand.ts';
import { shellQuote } from '../src/core/label/quote.ts';
import { DIALECT_NAMES, type DialectName, type LabelVariables } from '../src/core/types.ts';
import { ENVIRONMENT, VARIABLES } from './core/label/fixtures.ts';

type Example = Record<string, string>;

const DOC = readFileSync(new URL('../docs/labels.md', import.meta.url), 'utf8');
const KEYS = ['label', 'set', 'environment', 'args', 'unknown', ...DIALECT_NAMES];

/** The blocks fenced as `label-example`; each line is a key, blanks, and the rest. */
function examples(): Example[] {
  return [...DOC.matchAll(/^```label-example\n(.*?)^```$/gms)].map(([, block = '']) =>
    Object.fromEntries(
      block
        .trimEnd()
        .split('\n')
        .map((line) => {
          const [, key = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
          return [key, rest];
        }),
    ),
  );
}

function assignment(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  const at = text.indexOf('=');
  return { [text.slice(0, at)]: text.slice(at + 1) };
}

function expand(example: Example, dialect: DialectName) {
  const variables: LabelVariables = { ...VARIABLES, ...assignment(example['set']) };
  const args = JSON.parse(example['args'] ?? '[]') as string[];
  const environment = {
    ...ENVIRONMENT,
    PWD: variables.PWD ?? '',
    ...assignment(example['environment']),
  };
  return expandLabel(dialect, example['label'] ?? '', variables, args, environment);
}

describe('the worked examples of docs/labels.md', () => {
  it('are there, and hold only known keys', () => {
    expect(examples().length).toBeGreaterThanOrEqual(9);
    for (const example of examples()) expect(KEYS).toEqual(expect.arrayContaining(Object.keys(example)));
  });

  for (const example of examples()) {
    for (const dialect of DIALECT_NAMES) {
      it(`${dialect}: ${example['label']}`, () => {
        const { argv, unknown } = expand(example, dialect);
        if (dialect === 'spc') expect(unknown.join(' ')).toBe(example['unknown'] ?? '');
        // An unknown variable stops spc, so the document shows its name in place of a command.
        if (dialect === 'spc' && example['unknown']) expect(example['spc']).toBeUndefined();
        else expect(shellQuote(argv ?? [])).toBe(example[dialect]);
      });
    }
  }
});

it('docs/labels.md shows what --spc gives', () => {
  const [, block = ''] = /^```text\n(.*?)^```$/ms.exec(DOC) ?? [];
  expect(block.trim().split(/\s+/).join(' ')).toBe(SPC_RUN);
});
