/** Where systemd's units come from. */
import { existsSync } from 'node:fs';
import { UNITS } from '../../core/bench/evidence.ts';
import { parseUnits } from '../../core/bench/parse/host.ts';
import type { EngineEvidence, Piece, UnitName } from '../../core/bench/types.ts';
import { hostPath } from '../discover/host-path.ts';
import { answerOfTool } from './tool.ts';

/** systemd.unit(5), the first that has a unit counts. */
const SYSTEM = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
];

const user = (home: string) => [`${home}/.config/systemd/user`, '/etc/systemd/user', '/usr/lib/systemd/user'];

/** As systemd says; where it does not run, or is another's, as it would look for them. */
export async function unitPaths(
  { rootless, home, uid }: EngineEvidence,
  ms: number,
  askTool = answerOfTool,
  system: readonly string[] = SYSTEM,
): Promise<Piece<Record<UnitName, string>>> {
  const mine = !rootless || uid === process.geteuid?.();
  const answer = mine ? await ask(rootless, ms, askTool) : undefined;
  return { ok: (answer && parseUnits(answer)) ?? lookFor(rootless ? user(home) : system) };
}

function ask(rootless: boolean, ms: number, askTool: typeof answerOfTool) {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const whose = rootless ? ['--user'] : [];
  const args = [...whose, 'show', '--no-pager', '-p', 'Id', '-p', 'FragmentPath', ...UNITS];
  return askTool('systemctl', args, ms, runtime && rootless ? { XDG_RUNTIME_DIR: runtime } : {});
}

function lookFor(folders: readonly string[]): Record<UnitName, string> {
  const find = (name: string) =>
    folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(hostPath(path))) ?? '';
  return Object.fromEntries(UNITS.map((name) => [name, find(name)])) as Record<UnitName, string>;
}
