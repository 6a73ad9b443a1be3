/** The audit's rules: what the kernel has loaded, else what the files would load. */
import { readdirSync } from 'node:fs';
import { parseAuditList, ruleLines } from '../../core/bench/parse/host.ts';
import type { AuditEvidence, Piece } from '../../core/bench/types.ts';
import { hostPath } from '../discover/host-path.ts';
import { hostText } from './text.ts';
import { answerOfTool } from './tool.ts';

/** What auditd loads. */
const PLACES = { file: '/etc/audit/audit.rules', folder: '/etc/audit/rules.d' };

/** Neither loaded rules nor files: nothing is audited, which is an answer. Without root neither can be read. */
export async function auditRules(ms: number, ask = answerOfTool, places = PLACES): Promise<Piece<AuditEvidence>> {
  const answer = await ask('auditctl', ['-l'], ms);
  const loaded = answer && parseAuditList(answer);
  if (loaded) return { ok: { from: 'kernel', rules: loaded } };
  const rules: string[] = [];
  for (const path of ruleFiles(places)) {
    const text = hostText(path);
    if ('missing' in text) return text;
    rules.push(...ruleLines(text.ok ?? ''));
  }
  return { ok: { from: 'files', rules } };
}

/** augenrules(8) makes the file of what is in the folder, so the folder counts where there is one. */
function ruleFiles({ file, folder }: typeof PLACES): string[] {
  try {
    const names = readdirSync(hostPath(folder)).filter((name) => name.endsWith('.rules'));
    return names.length > 0 ? names.sort().map((name) => `${folder}/${name}`) : [file];
  } catch {
    return [file]; // what keeps the folder from being read keeps the file from it, too, and that is told
  }
}
