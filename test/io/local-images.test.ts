/** What an engine's program is asked, and what becomes of its answers. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localImages } from '../../src/io/local-images.ts';

const path = process.env['PATH'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spc-images-'));
  process.env['PATH'] = `${folder}:${path}`;
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

/** A program of that name, which writes down what it is asked. */
function fake(name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\necho "$*" >> ${folder}/asked\n${script}\n`, { mode: 0o755 });
}
const asked = () => readFileSync(`${folder}/asked`, 'utf8').trimEnd().split('\n');
const id = (at: number) => at.toString(16).padStart(64, '0');

describe('localImages', () => {
  it('asks docker for ids, and for what they are, not too many at a time', async () => {
    const ids = Array.from({ length: 450 }, (_, at) => id(at));
    fake(
      'docker',
      `case "$2" in ls) printf '%s\\n' ${ids.join(' ')};;
       *) shift 3; printf '['; sep=; for i; do printf '%s{"Id":"%s"}' "$sep" "$i"; sep=,; done; printf ']';; esac`,
    );
    expect(await localImages('docker', {})).toHaveLength(450);
    expect(asked()).toHaveLength(4);
  });

  it('podman tells all at once', async () => {
    fake('podman', `echo '[{"Id":"${id(7)}","Names":["a:1"],"Labels":{"RUN":"x"}}]'`);
    expect(await localImages('podman', {})).toEqual([{ id: `sha256:${id(7)}`, tags: ['a:1'], labels: { RUN: 'x' } }]);
    expect(asked()).toEqual(['image ls --format json']);
  });

  it('one that hangs is given up', async () => {
    fake('docker', 'exec sleep 600');
    await expect(localImages('docker', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'engine-timeout' });
  });

  it('more than anyone has are not listed', async () => {
    fake('docker', `i=0; while [ $i -lt 2001 ]; do printf '%064x\\n' $i; i=$((i+1)); done`);
    await expect(localImages('docker', {})).rejects.toMatchObject({ code: 'system' });
  });
});
