/** Where command lines belong. */
import { expect, it } from 'vitest';
import { kindOf } from '../../../src/ui/tui/kind.ts';

it.each([
  ['strace web --record', 'session'],
  ['stap web --example opens --record', 'session'],
  ['replay last', 'session'],
  ['syscalls web', 'timing'],
  ['syscalls diff a.json b.json', 'terminal'],
  ['syscalls web --format=csv', 'terminal'],
  ['syscalls -- ls', 'terminal'],
  ['strace --help', 'terminal'],
  ['stap --list', 'terminal'],
  ['perf web record -- --help', 'session'],
  ['strace web --json', 'terminal'],
  ['session rm x', 'quiet'],
  ['session export x -o x.tar', 'quiet'],
  ['session show x', 'terminal'],
  ['session rm --help', 'terminal'],
  ['enter web', 'terminal'],
  ['run rhel-tools', 'terminal'],
  ['tui', 'none'],
  ['', 'terminal'],
])('spc %s: %s', (line, kind) => expect(kindOf(line.split(' '))).toBe(kind));
