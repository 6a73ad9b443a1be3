import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseStapProblems, problemText } from '../../../src/tracers/stap/errors.ts';

const captured = (name: string) => readFileSync(new URL(`../../fixtures/stap/${name}.txt`, import.meta.url), 'utf8');
const shown = (name: string) => problemText(parseStapProblems(captured(name)), 'mine.stp');

describe('errors stap 4.8 shows', () => {
  it.each([
    [
      'function',
      [
        'mine.stp:1:33: unresolved function bar (similar: warn, abort, pn, pp, cpu)',
        '  probe end { printf("%d\\n", 1) ; bar(1) }',
        '                                  ^',
      ],
    ],
    [
      'variable',
      [
        "mine.stp:1:51: unable to find tracepoint variable '$nothing' (alternatives: $next, $$name, $prev, $$parms, $$vars, $preempt, $prev_state)",
        '  probe kernel.trace("sched_switch") { printf("%d", $nothing) }',
        '                                                    ^',
      ],
    ],
    [
      'loop',
      [
        'mine.stp:1:35: unsupported loop in bpf kernel probe',
        '  probe kernel.trace("sys_enter") { for (i = 0; i < 1000; i++) { print("x") } }',
        '                                    ^',
      ],
    ],
    ['parse', ['mine.stp:3:1: expected literal string or number', '  }', '  ^']],
  ])('%s: line, column, and the caret where it belongs', (name, lines) => {
    expect(shown(name)).toBe(lines.join('\n'));
  });

  it('all of several, in their order', () => {
    expect(parseStapProblems(captured('probe-point'))).toMatchObject([
      { kind: 'semantic', message: 'while resolving probe point', file: 'script.stp', line: 2, column: 7 },
      { kind: 'semantic', message: expect.stringContaining('similar: stap'), file: '', line: 2, column: 7 },
    ]);
  });

  it('nothing a script holds reaches the terminal as an escape', () => {
    const esc = String.fromCharCode(27);
    const problems = parseStapProblems(
      `semantic error: bad${esc}[2J at s.stp:1:1\n        source: ${esc}]0;x\u0007\n                ^\n`,
    );
    expect(problemText(problems, `s${esc}c.stp`)).not.toContain(esc);
  });

  it('the caret stays below its place when tabs stand before it', () => {
    const [, source = '', caret = ''] = shown('hostile').split('\n');
    expect(source[caret.indexOf('^')]).toBe('b');
  });

  it('warnings are no errors', () => {
    const text = 'WARNING: cannot find module /x debuginfo: No DWARF information found [man warning::debuginfo]\n';
    expect(parseStapProblems(text)).toMatchObject([{ kind: 'warning', line: 0 }]);
    expect(problemText(parseStapProblems(text), 'x')).toBe('');
  });
});
