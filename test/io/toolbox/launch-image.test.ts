import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ToolsImage } from '../../../src/io/toolbox/image.ts';
import { startFromImage } from '../../../src/io/toolbox/launch-image.ts';
import type { Guard } from '../../../src/io/tracing/types.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(process.cwd(), 'node_modules/.launch-test-'));
  mkdirSync(join(directory, 'log'), { mode: 0o700 });
  process.env['SPC_AUDIT_LOG'] = join(directory, 'log/audit.jsonl');
});
afterEach(() => {
  delete process.env['SPC_AUDIT_LOG'];
  rmSync(directory, { recursive: true, force: true });
});

const guard = Object.fromEntries(
  ['process', 'marked', 'container', 'file', 'affinity', 'pinned', 'mount'].map((kind) => [
    kind,
    async () => async () => {},
  ]),
) as unknown as Guard;

const tool = { name: 'strace', path: 'strace', version: '', from: 'image x (docker)' };

/** An engine's program that starts the "tool" with its mark, and does as the script says. */
function engine(script: string): ToolsImage {
  const program = join(directory, 'docker');
  const mark = 'for word; do case $word in *SPC_TOOL=*) export "SPC_TOOL=${word##*SPC_TOOL=}";; esac; done';
  writeFileSync(program, `#!/bin/sh\n${mark}\necho $$ >${directory}/pid\n${script}\n`, { mode: 0o755 });
  const image = { id: 'sha256:abc' } as ToolsImage['image'];
  return { image, reference: 'localhost/x', engine: 'docker', program, pin: 'sha256:abc' };
}

const isThere = (pid: string) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
};

describe('a tool of an image', () => {
  it('leaves no engine’s client behind when it cannot be used', async () => {
    const source = engine('sleep 1000 & exec sleep 1000');
    const target = { text: 'x', pid: process.pid, startTime: 1, spec: { kind: 'pid', pid: process.pid } } as const;
    const started = startFromImage(tool, [], { join: { target, types: [] } }, guard, source);
    await expect(started).rejects.toMatchObject({ code: 'target-gone' });
    const client = readFileSync(`${directory}/pid`, 'utf8').trim();
    while (isThere(client)) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('is on record before it runs', async () => {
    const running = await startFromImage(tool, ['-V'], {}, guard, engine('exit 3'));
    running.stdout.resume();
    running.stderr.resume();
    expect(await running.ended).toBe(3);
    const line = JSON.parse(readFileSync(process.env['SPC_AUDIT_LOG'] ?? '', 'utf8'));
    expect(line).toMatchObject({
      action: 'tool',
      engine: 'docker',
      image: { ref: 'localhost/x', id: 'sha256:abc' },
      decision: 'allow',
    });
    expect(line.argv.slice(0, 2)).toEqual([join(directory, 'docker'), 'run']);
    expect(line.argv.slice(-2)).toEqual(['sha256:abc', '-V']);
  });

  it('does not run when that cannot be recorded', async () => {
    process.env['SPC_AUDIT_LOG'] = directory;
    await expect(startFromImage(tool, [], {}, guard, engine('exit 0'))).rejects.toMatchObject({ code: 'system' });
    expect(() => readFileSync(`${directory}/pid`)).toThrow(/ENOENT/);
  });
});
