/** Rules on how an image was built: its steps, as its history has them, and the variables it sets. */
import { isSecretName } from '../secrets.ts';
import type { HistoryLine } from './types.ts';

/** Package managers: the words that fetch lists, and those that use them. */
const MANAGERS: Readonly<Record<string, { update: readonly string[]; use: readonly string[] }>> = {
  'apt-get': { update: ['update'], use: ['install', 'upgrade', 'dist-upgrade', 'full-upgrade'] },
  apt: { update: ['update'], use: ['install', 'upgrade', 'full-upgrade'] },
  aptitude: { update: ['update'], use: ['install', 'upgrade', 'safe-upgrade', 'full-upgrade'] },
  apk: { update: ['update'], use: ['add', 'upgrade'] },
  yum: { update: ['makecache', 'check-update'], use: ['install', 'update', 'upgrade'] },
  dnf: { update: ['makecache', 'check-update'], use: ['install', 'update', 'upgrade'] },
  zypper: { update: ['refresh', 'ref'], use: ['install', 'in', 'update', 'up'] },
};

/** Steps that fetch package lists and install nothing: `RUN apt-get update`. */
export function bareUpdate(steps: readonly HistoryLine[]): string[] {
  return textsOf(steps).filter((step) => {
    const calls = managerCalls(step);
    return calls.some(({ updates }) => updates) && !calls.some(({ uses }) => uses);
  });
}

/** Each command of a step that calls a package manager. */
function managerCalls(step: string): { updates: boolean; uses: boolean }[] {
  return step.split(/&&|\|\||[;|\n]/).flatMap((command) => {
    const words = command.split(/\s+/);
    const at = words.findIndex((word) => Object.hasOwn(MANAGERS, baseName(word)));
    const manager = MANAGERS[baseName(words[at] ?? '')];
    const verbs = words.slice(at + 1).filter((word) => !word.startsWith('-'));
    if (!manager) return [];
    return [
      { updates: manager.update.includes(verbs[0] ?? ''), uses: verbs.some((word) => manager.use.includes(word)) },
    ];
  });
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const textsOf = (steps: readonly HistoryLine[]) => steps.map(({ createdBy }) => createdBy);

/** ADD steps after the first step that makes files, which is how a base image gets its own. */
export function laterAdds(steps: readonly HistoryLine[]): string[] {
  const base = steps.findIndex(({ empty }) => !empty);
  return textsOf(steps.slice(base + 1)).filter((step) => /^(?:\/bin\/sh -c #\(nop\)\s+)?ADD\s/.test(step));
}

/** What is wrong with an image's variables: those that have a secret's name and a value. The values are not shown. */
export function secretVariables(env: readonly string[]): string {
  const names = env.flatMap((variable) => {
    const equals = variable.indexOf('=');
    const name = variable.slice(0, equals);
    return equals > 0 && equals < variable.length - 1 && isSecretName(name) && !isPublic(name) ? [name] : [];
  });
  return names.length === 0 ? '' : `sets ${names.join(', ')}`;
}

/** Names that official images use for what is public: the keys that sign their releases. What opens such a key is not. */
const isPublic = (name: string) =>
  /GPG_?KEY|PUB(?:LIC)?_?KEY|KEYRING/i.test(name) && !/pass|secret|token|priv/i.test(name);
