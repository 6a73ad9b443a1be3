/** All evidence, gathered at once; nothing of the machine is changed, and nothing is traced unless it is to be tried. */
import type { AbilityName } from '../../core/doctor/abilities.ts';
import type { Attempt, Evidence } from '../../core/doctor/evidence.ts';
import { TOOLS_IMAGE } from '../toolbox/image.ts';
import { askEngines, findToolsImage } from './engines.ts';
import { readKernel } from './kernel.ts';
import { readSelf } from './self.ts';
import { findTools } from './tools.ts';

/** How long a tool or an engine may take, milliseconds: whoever tries things waits anyhow. */
const PATIENCE = { quick: 900, trying: 5000 } as const;

/** Within a second, and nothing is known of what answers later. @param tried abilities to be really tried; takes seconds */
export async function gatherEvidence(tried: readonly AbilityName[]): Promise<Evidence> {
  const ms = tried.length > 0 ? PATIENCE.trying : PATIENCE.quick;
  const [tools, engines, toolsImage] = await Promise.all([
    findTools(ms),
    askEngines(ms),
    findToolsImage(TOOLS_IMAGE, ms),
  ]);
  return { kernel: readKernel(), self: readSelf(), tools, engines, toolsImage, attempts: await attempts(tried) };
}

async function attempts(names: readonly AbilityName[]): Promise<Record<string, Attempt>> {
  if (names.length === 0) return {};
  const { tryAbilities } = await import('./attempts.ts');
  return await tryAbilities(names);
}
