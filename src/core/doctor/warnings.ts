/** What works, but should not be left as it is. */
import { type Evidence, versionAtLeast } from './evidence.ts';

/** One line each. */
export function warningsOf(evidence: Evidence): string[] {
  const old = runtimes(evidence).filter(({ version }) => !versionAtLeast(version, FIXED));
  const byNumber = Map.groupBy(old, ({ version }) => /^[\d.]+/.exec(version)?.[0] ?? version);
  return [...byNumber].map(
    ([number, those]) =>
      `runc ${number} (${those.map(({ whose }) => whose).join(', ')}) is older than 1.1.12: CVE-2024-21626, a hostile ` +
      'image can leave its container, unless the distribution has mended it; 1.2.8, 1.3.3 and newer also mend ' +
      'CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881',
  );
}

const FIXED = [1, 1, 12];

/** docker and nerdctl tell of theirs; the one on the host is podman's and others'. */
function runtimes({ engines, tools }: Evidence): { whose: string; version: string }[] {
  const theirs = Object.entries(engines).flatMap(([whose, engine]) => {
    const version = engine.state === 'answers' ? /^runc (\d.*)/.exec(engine.runtime)?.[1] : undefined;
    return version ? [{ whose, version }] : [];
  });
  const own = tools.runc;
  return own && 'path' in own && own.version !== '' ? [...theirs, { whose: own.path, version: own.version }] : theirs;
}
