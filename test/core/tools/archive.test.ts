import { expect, test } from 'vitest';
import { archiveManifest, goArchitecture, imageConfig } from '../../../src/core/tools/archive.ts';

const IMAGE = {
  tag: 'localhost/t:1',
  cmd: ['bash'],
  env: { PATH: '/usr/bin', LANG: 'C.UTF-8' },
  labels: { name: 't', RUN: 'docker run IMAGE' },
};

test('writes the config, labels sorted', () => {
  const input = {
    architecture: 'amd64',
    epoch: 1_700_000_000,
    diffId: `sha256:${'a'.repeat(64)}`,
    comment: '3 packages',
  };
  expect(imageConfig({ image: IMAGE, ...input })).toBe(
    '{"architecture":"amd64","config":{"Env":["PATH=/usr/bin","LANG=C.UTF-8"],"Cmd":["bash"],' +
      '"Labels":{"RUN":"docker run IMAGE","name":"t"}},"created":"2023-11-14T22:13:20Z",' +
      '"history":[{"created":"2023-11-14T22:13:20Z","created_by":"spc tools build","comment":"3 packages"}],' +
      `"os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:${'a'.repeat(64)}"]}}`,
  );
});

test('writes the manifest', () => {
  expect(JSON.parse(archiveManifest('c.json', 'layer.tar', 'localhost/t:1'))).toEqual([
    { Config: 'c.json', RepoTags: ['localhost/t:1'], Layers: ['layer.tar'] },
  ]);
});

test('names architectures as images do', () => {
  expect(['x64', 'arm64', 'ppc64'].map(goArchitecture)).toEqual(['amd64', 'arm64', 'ppc64le']);
});
