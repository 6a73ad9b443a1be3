/** A container found by the files of root's engines, over real ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOnFile } from '../../src/io/discover/on-file.ts';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';

afterAll(endContainers);

describe.each(['docker', 'podman'] as const)('%s', (maker) => {
  let web: LabContainer;
  beforeAll(() => {
    web = startContainer(maker);
  });
  const find = (name: string, engine?: Parameters<typeof findOnFile>[1]) => {
    const found = findOnFile(name, engine);
    const [container] = found?.discovery.containers ?? [];
    return container && [container.pid, container.startTime, found?.table.processes.map(({ pid }) => pid)];
  };

  it('by name, by id and by the beginning of its id, reading one process', () => {
    const itself = [web.pid, Number(web.startTime), [web.pid]];
    expect(find(web.name)).toEqual(itself);
    expect(find(web.id)).toEqual(itself);
    expect(find(web.id.slice(0, 20), maker)).toEqual(itself);
  });

  it('tells nothing of another name or engine', () => {
    expect(find(`${web.name}-not`)).toBeUndefined();
    expect(find(web.name, 'lxc')).toBeUndefined();
  });
});

it('tells nothing of two of a name, so that they are listed', () => {
  const web = startContainer('docker');
  const other = `${web.name}-too`;
  must('docker', 'create', '--name', other, 'localhost/spc-bb', 'true');
  must('podman', 'create', '--name', other, 'localhost/spc-bb', 'true');
  expect(findOnFile(other, undefined)).toBeUndefined();
  must('podman', 'rm', other);
  must('docker', 'rm', other);
});

it('tells nothing of one that ended, whatever its file says', () => {
  const web = startContainer('docker');
  expect(findOnFile(web.name, undefined)).toBeDefined();
  must('docker', 'kill', web.name);
  expect(findOnFile(web.name, undefined)).toBeUndefined();
});
