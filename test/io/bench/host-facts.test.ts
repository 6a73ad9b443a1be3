import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { auditRules } from '../../../src/io/bench/audit.ts';
import { historyReader } from '../../../src/io/bench/history.ts';
import { hostMounts, listening, securityModules, whyNoProc } from '../../../src/io/bench/kernel.ts';
import { answerOfTool } from '../../../src/io/bench/tool.ts';
import { unitPaths } from '../../../src/io/bench/units.ts';
import { DOCKER, ROOTLESS } from '../../core/bench/evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-bench-host-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));
const says =
  (stdout: string, status = 0) =>
  async () => ({ stdout, stderr: '', status });
const silent = async () => undefined;

describe('rules of the audit', () => {
  const places = { file: at('audit.rules'), folder: at('rules.d') };

  it('are what the kernel has loaded', async () =>
    expect(await auditRules(1, says('-w /a -p x\n'), places)).toEqual({
      ok: { from: 'kernel', rules: ['-w /a -p x'] },
    }));

  it('are none where nothing is installed', async () =>
    expect(await auditRules(1, silent, places)).toEqual({ ok: { from: 'files', rules: [] } }));

  it('are those of the file', async () => {
    writeFileSync(places.file, '# made\n-w /file -p x\n');
    expect(await auditRules(1, says('', 4), places)).toEqual({ ok: { from: 'files', rules: ['-w /file -p x'] } });
  });

  it('are those of the folder, of which the file is made, in its order', async () => {
    mkdirSync(places.folder);
    writeFileSync(join(places.folder, 'b.rules'), '-w /b -p x\n');
    writeFileSync(join(places.folder, 'a.rules'), '-D\n');
    writeFileSync(join(places.folder, 'c.txt'), '-w /c -p x\n');
    expect(await auditRules(1, silent, places)).toEqual({ ok: { from: 'files', rules: ['-D', '-w /b -p x'] } });
  });

  it('are missing when a file cannot be read', async () => {
    mkdirSync(join(places.folder, 'd.rules'));
    expect(await auditRules(1, silent, places)).toHaveProperty('missing');
  });
});

describe('units', () => {
  it('are where systemd says', async () => {
    const answer = says('Id=docker.service\nFragmentPath=/x/docker.service\n');
    expect(await unitPaths(DOCKER.engine, 1, answer)).toMatchObject({
      ok: { 'docker.service': '/x/docker.service', 'docker.socket': '' },
    });
  });

  it('are where systemd would look when it does not run', async () => {
    for (const place of ['etc', 'lib']) mkdirSync(at(place));
    for (const path of ['etc/docker.service', 'lib/docker.service', 'lib/docker.socket']) writeFileSync(at(path), '');
    expect(await unitPaths(DOCKER.engine, 1, says('', 1), [at('etc'), at('lib')])).toEqual({
      ok: {
        'docker.service': at('etc/docker.service'),
        'docker.socket': at('lib/docker.socket'),
        'podman.service': '',
        'podman.socket': '',
      },
    });
  });

  it("of a rootless engine are its user's", async () => {
    const asked: string[][] = [];
    const engine = { ...ROOTLESS.engine, uid: process.geteuid?.() ?? 0 };
    await unitPaths(engine, 1, async (_, args) => {
      asked.push(args);
      return undefined;
    });
    expect(asked[0]?.[0]).toBe('--user');
  });

  it('of another user are not asked for', async () => {
    const engine = { ...ROOTLESS.engine, uid: 4242, home: folder };
    expect(await unitPaths(engine, 1, () => expect.fail('it was asked'))).toHaveProperty('ok');
  });
});

describe('the history of an image', () => {
  const id = 'a'.repeat(64);
  const info = 'ok' in DOCKER.info ? { ...DOCKER.info.ok, dataRoot: folder } : expect.fail();
  const store = at('image/overlay2/imagedb/content/sha256');
  const of = (imageId: string) => historyReader(info, '')(imageId);

  it('is missing without a store', () =>
    expect(of(`sha256:${id}`)).toEqual({ missing: `${folder}/image: it is not there` }));

  it("is in docker's own store", () => {
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, id), JSON.stringify({ history: [{ created_by: 'ADD x /', empty_layer: false }] }));
    expect(of(`sha256:${id}`)).toEqual({ ok: [{ createdBy: 'ADD x /', empty: false }] });
  });

  it('of an image that is not there is missing', () =>
    expect(of(`sha256:${'b'.repeat(64)}`)).toHaveProperty('missing'));
  it('reads nothing for an id that is none', () => {
    writeFileSync(at('secret'), '{}');
    expect(of('sha256:../../../../../secret')).toHaveProperty('missing');
  });
  it('that is damaged is missing', () => {
    writeFileSync(join(store, 'c'.repeat(64)), '{');
    expect(of('c'.repeat(64))).toEqual({ missing: expect.stringContaining('is damaged') });
  });
  it('of another machine is missing for that reason', () =>
    expect(historyReader(info, 'elsewhere')(id)).toEqual({ missing: 'elsewhere' }));
});

describe('the kernel', () => {
  it('tells which ports are open', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const sockets = listening(process.pid);
    server.close();
    expect('ok' in sockets && sockets.ok).toContainEqual({ protocol: 'tcp', address: '127.0.0.1', port });
  });
  it('does not tell of a process that is gone', () => expect(listening(1 << 30)).toHaveProperty('missing'));
  it('tells the mounts', () => {
    const mounts = hostMounts();
    expect('ok' in mounts && mounts.ok.map(({ mountPoint }) => mountPoint)).toContain('/proc');
  });
  it('tells its security modules', () =>
    expect(securityModules()).toEqual({ ok: { apparmor: expect.any(Boolean), selinux: expect.any(Boolean) } }));
  it("shows the host's processes on the host", () => expect(whyNoProc()).toBe(''));
});

describe('a tool of the host', () => {
  it('answers', async () => expect(await answerOfTool('id', ['-u'], 5000)).toMatchObject({ status: 0 }));
  it('that is not there does not', async () =>
    expect(await answerOfTool('spc-no-such-tool', [], 5000)).toBeUndefined());
  it('that hangs does not', async () => expect(await answerOfTool('sleep', ['100'], 200)).toBeUndefined());
});
