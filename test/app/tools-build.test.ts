import { expect, test, vi } from 'vitest';
import { type ToolsBuildRequest, type ToolsIo, toolsBuild } from '../../src/app/tools-build.ts';
import { SpcError } from '../../src/core/errors.ts';
import type { Image, Msg, UseCase } from '../../src/core/types.ts';
import type { Driver } from '../../src/io/driver.ts';
import type { ImagePlan } from '../../src/io/tools/image.ts';

const ID = `sha256:${'a'.repeat(64)}`;
const TAG = 'localhost/t:latest';
const built = { tag: TAG, id: ID, inputs: 'in', packages: 3, size: 5e6, archive: '/w/image.tar' };
const image = (id = ID, inputs = 'in'): Image => ({
  id,
  tags: [TAG],
  repoDigests: [],
  labels: { 'spc.tools.inputs': inputs },
  cmd: [],
  entrypoint: [],
  env: [],
  user: '',
  workdir: '',
});
const request: ToolsBuildRequest = { set: 'full', extra: [], force: false, workDirectory: '/w' };

/** An engine that has `before`, and `after` once an archive was loaded. */
function engine(before: Image | undefined, after: Image | undefined) {
  const load = vi.fn(async () => {});
  const has = async () => (load.mock.calls.length > 0 ? after : before);
  return { load, driver: { name: 'docker', image: has, load } as unknown as Driver };
}

function fakeIo(changes: Partial<ToolsIo> = {}, inputs: string | undefined = 'in') {
  const remove = vi.fn(async () => {});
  const trust = vi.fn();
  const plan: ImagePlan = {
    tag: TAG,
    inputs,
    packages: 3,
    build: async function* () {
      yield { phase: 'unpacking', detail: '1 of 3' };
      yield { phase: 'unpacking', detail: '2 of 3' };
      return built;
    },
  };
  const io: ToolsIo = {
    isRoot: () => true,
    planImage: async function* () {
      yield { phase: 'resolving' };
      return plan;
    },
    makeWorkDirectory: async () => ({ path: '/w/x', signal: new AbortController().signal, remove }),
    isTrusted: () => false,
    trust,
    now: () => 0,
    date: () => 'today',
    ...changes,
  };
  return { io, plan, remove, trust };
}

async function collect(messages: UseCase): Promise<Msg[]> {
  const all: Msg[] = [];
  for await (const message of messages) all.push(message);
  return all;
}
const result = (messages: Msg[]) => messages.find((message) => message.kind === 'result')?.data;

test('builds, loads, checks and trusts; tells a phase once a second', async () => {
  const { io, remove, trust } = fakeIo();
  const { driver, load } = engine(undefined, image());
  const messages = await collect(toolsBuild(io, [driver], request));
  expect(messages.map(({ kind }) => kind)).toEqual(['progress', 'progress', 'progress', 'result']);
  expect(result(messages)).toEqual({
    tag: TAG,
    id: ID,
    engine: 'docker',
    size: 5e6,
    packages: 3,
    seconds: 0,
    built: true,
    archive: null,
  });
  expect(load).toHaveBeenCalledWith('/w/image.tar');
  expect(trust).toHaveBeenCalledWith(ID, { tag: TAG, engine: 'docker', at: 'today' });
  expect(remove).toHaveBeenCalledOnce();
});

test('does nothing when the engine has this very image and it was built here', async () => {
  const { io, trust } = fakeIo({ isTrusted: (id) => id === ID });
  const { driver, load } = engine(image(), image());
  expect(result(await collect(toolsBuild(io, [driver], request)))).toMatchObject({ built: false, id: ID });
  expect(load).not.toHaveBeenCalled();
  expect(trust).not.toHaveBeenCalled();
});

test.each([
  ['it was not built here: a label proves nothing', {}, request, image()],
  ['it is of other packages', { isTrusted: () => true }, request, image(ID, 'other')],
  ['--force', { isTrusted: () => true }, { ...request, force: true }, image()],
  ['--output', { isTrusted: () => true }, { ...request, output: 'f.tar' }, image()],
])('builds although the engine has it: %s', async (_, changes, asked, before) => {
  const { driver, load } = engine(before, image());
  expect(result(await collect(toolsBuild(fakeIo(changes).io, [driver], asked)))).toMatchObject({ built: true });
  expect(load).toHaveBeenCalledOnce();
});

test('trusts the digest the engine uses, when it is another for the same image', async () => {
  const other = `sha256:${'b'.repeat(64)}`;
  const { io, trust } = fakeIo();
  const messages = await collect(toolsBuild(io, [engine(undefined, image(other)).driver], request));
  expect(messages.map(({ kind }) => kind)).toContain('note');
  expect(trust.mock.calls.map(([id]) => id)).toEqual([other]);
});

test.each([
  ['nothing', undefined],
  ['another image', image(`sha256:${'c'.repeat(64)}`, 'other')],
])('fails and trusts nothing when %s arrived', async (_, after) => {
  const { io, trust, remove } = fakeIo();
  await expect(collect(toolsBuild(io, [engine(undefined, after).driver], request))).rejects.toMatchObject({
    code: 'build-failed',
  });
  expect(trust).not.toHaveBeenCalled();
  expect(remove).toHaveBeenCalledOnce();
});

test('without an engine leaves the archive', async () => {
  const { io, trust } = fakeIo();
  const messages = await collect(toolsBuild(io, undefined, { ...request, output: 'f.tar' }));
  expect(result(messages)).toMatchObject({ engine: null, archive: '/w/image.tar' });
  expect(trust).toHaveBeenCalledOnce();
});

test('removes the work of a build that failed, and names a full disk', async () => {
  const { io, plan, remove } = fakeIo();
  // biome-ignore lint/correctness/useYield: it fails at once
  plan.build = async function* () {
    throw Object.assign(new Error('write'), { code: 'ENOSPC' });
  };
  await expect(collect(toolsBuild(io, undefined, request))).rejects.toMatchObject({
    code: 'build-failed',
    message: 'the disk is full',
  });
  expect(remove).toHaveBeenCalledOnce();
});

test('needs root, before anything else', async () => {
  const { io } = fakeIo({ isRoot: () => false });
  await expect(collect(toolsBuild(io, undefined, request))).rejects.toThrow(SpcError);
  await expect(collect(toolsBuild(io, undefined, request))).rejects.toMatchObject({ code: 'no-root' });
});
