import { expect, test } from 'vitest';
import { maskSecrets } from '../../src/core/secrets.ts';

test.each([
  [
    ['-e', 'DB_PASSWORD=x'],
    ['-e', 'DB_PASSWORD=***'],
  ],
  [
    ['--env', 'API_KEY=x=y'],
    ['--env', 'API_KEY=***'],
  ],
  [['--env=GH_TOKEN=x'], ['--env=GH_TOKEN=***']],
  [['-eMY_SECRET=x'], ['-eMY_SECRET=***']],
  [
    ['-ite', 'MY_SECRET=x'],
    ['-ite', 'MY_SECRET=***'],
  ],
  [['-iteMY_SECRET=x'], ['-iteMY_SECRET=***']],
  [
    ['--creds', 'u:p', '--creds=u:p'],
    ['--creds', '***', '--creds=***'],
  ],
  [
    ['-e', 'HOST=/host', '-e', 'TOKEN'],
    ['-e', 'HOST=/host', '-e', 'TOKEN'],
  ],
  [
    ['-v', '/key:/key', '--name=x'],
    ['-v', '/key:/key', '--name=x'],
  ],
])('%j → %j', (argv, masked) => {
  expect(maskSecrets(argv)).toEqual(masked);
});
