import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleList, examples, findExample, readScript } from '../../../src/io/tracing/scripts.ts';

const scratch = mkdtempSync(join(tmpdir(), 'spc-scripts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(['bpftrace', 'stap'] as const)('%s', (tracer) => {
  it('has a library whose every script says what it shows and how it is called', () => {
    const all = examples(tracer);
    expect(all.length).toBeGreaterThan(5);
    for (const { name, what, usage } of all) {
      expect(what).not.toBe('');
      expect(usage).toContain(`spc ${tracer} TARGET --example ${name}`);
      expect(exampleList(tracer)).toContain(what);
      expect(exampleList(tracer)).toContain(usage);
    }
  });

  it('finds one, and tells of those there are', () => {
    expect(findExample(tracer, 'slow-syscalls').name).toBe('example slow-syscalls');
    expect(() => findExample(tracer, 'slow-sycalls')).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringContaining('did you mean slow-syscalls') }),
    );
  });

  it('reads a script whole, never more than one could have', () => {
    const path = join(scratch, `${tracer}.txt`);
    writeFileSync(path, 'probe');
    expect(readScript(tracer, path)).toEqual({ name: path, text: 'probe' });
    expect(() => readScript(tracer, '/dev/zero')).toThrow(
      expect.objectContaining({ code: 'usage', message: '/dev/zero is no script' }),
    );
    expect(() => readScript(tracer, join(scratch, 'none'))).toThrow(
      expect.objectContaining({ code: 'usage', why: expect.stringContaining('ENOENT') }),
    );
  });
});

it('a pipe is waited for', () => {
  const fifo = join(scratch, 'fifo');
  spawnSync('mkfifo', [fifo]);
  spawnSync('sh', ['-c', '(sleep 0.2; printf late) > "$0" 2>/dev/null &', fifo], { stdio: 'ignore' });
  expect(readScript('bpftrace', fifo).text).toBe('late');
});
