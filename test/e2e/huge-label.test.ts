/** A label of 70 MB, more than spc takes of any answer, in an image made by hand: an engine takes it, spc does not. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, removeScratch, run, SCRATCH, spc } from './spc.ts';

const IMAGE = 'localhost/spc-e2e-huge:latest';
const archive = `${SCRATCH}/huge.tar`;
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

beforeAll(() => {
  const folder = `${SCRATCH}/huge`;
  mkdirSync(folder);
  const layer = Buffer.alloc(1024);
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['true'], Labels: { RUN: `docker run IMAGE ${'x'.repeat(70e6)}` } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
  });
  writeFileSync(`${folder}/layer.tar`, layer);
  writeFileSync(`${folder}/${sha256(config)}.json`, config);
  const manifest = [{ Config: `${sha256(config)}.json`, RepoTags: [IMAGE], Layers: ['layer.tar'] }];
  writeFileSync(`${folder}/manifest.json`, JSON.stringify(manifest));
  run(['tar', '-C', folder, '-cf', archive, '.']);
  expect(run(['docker', 'load', '-i', archive]).stdout).toContain(IMAGE);
});

afterAll(() => {
  run(['docker', 'rmi', '-f', IMAGE]);
  removeScratch();
});

describe('a label of 70 MB', () => {
  it('docker has it: spc refuses it by its size', () => {
    const outcome = spc(['run', '--json', '--assumeyes', '--engine', 'docker', IMAGE]);
    expect(errorOf(outcome).code).toBe('label-too-large');
    expect(outcome.stdout.length + outcome.stderr.length).toBeLessThan(2000);
  });

  it('spc image load refuses the archive', () => {
    const outcome = spc(['image', 'load', archive], { env: { SPC_STORE: `${SCRATCH}/store` } });
    expect(outcome.status).toBe(89);
  });
});
