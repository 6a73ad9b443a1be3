import { expect, test } from 'vitest';
import { prepare } from '../../../src/tracers/bpftrace/prepare.ts';
import { tokens } from '../../../src/tracers/bpftrace/tokens.ts';
import { watch } from '../../../src/tracers/bpftrace/watch.ts';

const HERE = watch({ kind: 'cgroup', id: 42, path: '/x' });
const READY = 'BEGIN { printf("spc: ready\\n"); }';
const program = (script: string) => prepare(script, HERE).program;

test('the macro becomes the predicate, and a sign of life is added', () => {
  expect(program('a:b /SPC_TARGET/ { @ = count(); }')).toBe(`a:b /(cgroup == 42)/ { @ = count(); }\n${READY}`);
});

const UNTOUCHED = [
  ['a string', 'p { printf("SPC_TARGET"); }'],
  ['a string with an escaped quote', 'p { printf("\\"SPC_TARGET"); }'],
  ['a string with an escaped backslash before what follows', 'p { printf("\\\\", "SPC_TARGET"); }'],
  ['a line comment', 'p { @ = 1; } // SPC_TARGET "'],
  ['a block comment', 'p { /* " SPC_TARGET\n SPC_TARGET */ @ = 1; }'],
  ['a comment nobody ends', 'p { @ = 1; } /* SPC_TARGET'],
  ['a longer word', 'p { SPC_TARGETS; MY_SPC_TARGET; }'],
  ['a map and a variable of that name', 'p { @SPC_TARGET = 1; $SPC_TARGET = 2; }'],
] as const;

test.each(UNTOUCHED)('%s stays', (_, script) => {
  const { usesTarget, edits } = prepare(script, HERE);
  expect({ usesTarget, edits }).toEqual({ usesTarget: false, edits: [] });
  expect(program(script)).toBe(`${script}\n${READY}`);
});

const REPLACED = [
  ['after a string with a comment in it', 'p { printf("/*"); if (SPC_TARGET) { } }'],
  ['after a comment with a quote in it', '// it\'s "so\np /SPC_TARGET/ { }'],
  ['after a string that its line ends', 'p { printf("abc\n); if (SPC_TARGET) { } }'],
  ['after a path with what looks like a comment', 'uprobe:/opt/*:main /SPC_TARGET/ { }'],
  ['after a wildcard', 'tracepoint:syscalls:sys_enter_* /SPC_TARGET/ { }'],
] as const;

test.each(REPLACED)('%s it is replaced', (_, script) => {
  expect(program(script)).toContain(script.replace('SPC_TARGET', '(cgroup == 42)'));
});

test("what is added goes into the script's own BEGIN and END", () => {
  const pids = watch({ kind: 'pids', pids: [7, 8] });
  const script = 'BEGIN { @a = 1; }\np /SPC_TARGET/ { if (1) { BEGIN } }\nEND // {\n{ print(@a); }';
  expect(prepare(script, pids).program).toBe(
    [
      'BEGIN { @spc_target[7] = 1; @spc_target[8] = 1; printf("spc: ready\\n"); @a = 1; }',
      'p /(@spc_target[pid] == 1)/ { if (1) { BEGIN } }',
      'END // {',
      '{ clear(@spc_target); print(@a); }',
      'tracepoint:sched:sched_process_fork /@spc_target[pid] == 1/ { @spc_target[args->child_pid] = 1; } tracepoint:sched:sched_process_free { delete(@spc_target[args->pid]); }',
    ].join('\n'),
  );
});

test('a script that does not ask for the target is not given what it takes to know it', () => {
  expect(prepare('p { }', watch({ kind: 'pids', pids: [7] })).program).toBe(`p { }\n${READY}`);
});

test('names of system calls are there when they are asked for', () => {
  const calls = [[0, 'read'] as const, [1, 'write'] as const];
  const named = prepare('p { @[SPC_SYSCALL[args->id]] = count(); }', HERE, calls).program;
  expect(named).toBe(
    [
      'p { @[@spc_syscall[args->id]] = count(); }',
      'BEGIN { @spc_syscall[0] = "read"; @spc_syscall[1] = "write"; printf("spc: ready\\n"); }',
      'END { clear(@spc_syscall); }',
    ].join('\n'),
  );
  expect(prepare('p { }', HERE, calls).program).not.toContain('spc_syscall');
});

test('no character is lost between tokens', () => {
  const hostile = '"\\\n"/*/ é\u{1f600}:/a/*b{@x$1//"\n"unended\\';
  expect([...tokens(hostile)].map(({ text }) => text).join('')).toBe(hostile);
});

test('every filter has a predicate that stands as an operand', () => {
  const all = [
    { kind: 'host' as const },
    { kind: 'pidns' as const, inode: 4026532333 },
    { kind: 'cgroup' as const, id: 42, path: '/x' },
    { kind: 'pids' as const, pids: [1] },
  ].map((filter) => watch(filter).predicate);
  expect(all).toEqual([
    '(1)',
    '(((struct task_struct *)curtask)->nsproxy->pid_ns_for_children->ns.inum == 4026532333)',
    '(cgroup == 42)',
    '(@spc_target[pid] == 1)',
  ]);
});

test('a list of processes that bpftrace would not take is refused, with what to name instead', () => {
  const pids = (count: number) => ({ kind: 'pids' as const, pids: Array.from({ length: count }, (_, i) => i + 1) });
  expect(watch(pids(2048)).begin).toContain('@spc_target[2048] = 1;');
  expect(() => watch(pids(10_000))).toThrow(
    expect.objectContaining({
      code: 'unsupported',
      message: 'bpftrace cannot watch 10000 processes one by one',
      hint: expect.stringContaining('container'),
    }),
  );
});
