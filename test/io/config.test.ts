import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/io/config.ts';

/** Nothing below /tmp can be trusted: a home is used instead. */
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(homedir(), '.spc-test-config-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

test("the user's choices over the system's; a file that is not there has none", async () => {
  const system = write('system.yaml', 'engine: podman\ncompat: atomic\n');
  const user = write('user.yaml', 'engine: builtin\n');
  expect(await loadConfig([system, user, join(dir, 'none')])).toEqual({ engine: 'builtin', compat: 'atomic' });
});

test.each([
  ['no YAML', 'engine: [', /is not YAML$/],
  ['a list', '[engine]', /is wrong$/],
  ['a setting nobody knows', 'motor: docker', /is wrong$/],
  ['an engine nobody knows', 'engine: rkt', /is wrong$/],
])('%s is refused by the name of the file', async (_, text, message) => {
  const path = write('config.yaml', text);
  await expect(loadConfig([path])).rejects.toMatchObject({
    code: 'config',
    message: expect.stringMatching(message),
  });
  await expect(loadConfig([path])).rejects.toThrow(path);
});

test('a file others may write is refused', async () => {
  const path = write('config.yaml', 'engine: docker\n');
  chmodSync(path, 0o666);
  await expect(loadConfig([path])).rejects.toMatchObject({ code: 'config' });
});
