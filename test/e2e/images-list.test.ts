/** `spc images` asks every engine for real. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { removeScratch, SCRATCH, spc } from './spc.ts';

afterAll(removeScratch);

interface Row {
  name: string;
  kind: string;
  engine: string | null;
  verbs: string[];
}

const list = (...args: string[]): Row[] => JSON.parse(spc(['images', '--json', ...args]).stdout);

describe('spc images', () => {
  it.each(['docker', 'podman'])('lists what %s has, with the labels an image has', (engine) => {
    const rows = list('-f', `engine=${engine}`);
    expect(rows.find(({ name }) => name === 'localhost/spc-label:latest')).toMatchObject({
      kind: 'image',
      engine,
      verbs: ['RUN', 'INSTALL', 'UNINSTALL'],
    });
    expect(rows.find(({ name }) => name === 'localhost/spc-bb:latest')?.verbs).toEqual([]);
  });

  it('lists recipes, which are no engine’s', () =>
    expect(list('-f', 'kind=recipe')).toContainEqual(
      expect.objectContaining({ name: 'rhel-tools', engine: null, verbs: ['RUN'] }),
    ));

  it('does not wait for an engine that hangs, and says so', () => {
    const shims = `${SCRATCH}/shims`;
    mkdirSync(shims);
    writeFileSync(`${shims}/docker`, '#!/bin/sh\nexec sleep 100\n');
    chmodSync(`${shims}/docker`, 0o755);
    const { status, stdout, stderr } = spc(['images', '-o', 'engine,name'], {
      env: { PATH: `${shims}:${process.env['PATH']}` },
    });
    expect(stderr).toMatch(/docker has not answered yet/);
    expect(stdout).toMatch(/^podman +localhost\/spc-bb:latest/m);
    expect(status).toBe(0);
  });

  it('names the columns there are for one there is not', () =>
    expect(spc(['images', '-o', 'siz'])).toMatchObject({ status: 64, stderr: expect.stringContaining('size') }));
});
