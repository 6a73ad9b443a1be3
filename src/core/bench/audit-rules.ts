/** Rules of the kernel's audit, in auditctl's language (auditctl(8), audit.rules(7)). */
import { isWithin, normalPath } from '../path.ts';

export interface AuditRule {
  /** Normal. */
  path: string;
  /** What lies below it is watched too. */
  deep: boolean;
  /** false: a rule that says never. */
  always: boolean;
}

/** The rules on files. Others, comments and what cannot be read are left out; `-D` takes away what came before it. */
export function parseAuditRules(lines: readonly string[]): AuditRule[] {
  let rules: AuditRule[] = [];
  for (const line of lines) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '-D') rules = [];
    const rule = ruleOf(words);
    if (rule) rules.push(rule);
  }
  return rules;
}

/** A watch (`-w`) is deep when its path is a folder; for a file that says nothing. */
function ruleOf(words: readonly string[]): AuditRule | undefined {
  if (!words[0]?.startsWith('-')) return undefined; // a comment, or auditctl's 'No rules'
  const watched = after(words, '-w')[0];
  if (watched !== undefined) return { path: normalPath(watched), deep: true, always: true };
  const actions = [...after(words, '-a'), ...after(words, '-A')][0]?.split(',') ?? [];
  const fields = after(words, '-F');
  const [dir, path] = ['dir=', 'path='].map((name) =>
    fields.find((field) => field.startsWith(name))?.slice(name.length),
  );
  const at = dir ?? path;
  if (!actions.includes('exit') || at === undefined) return undefined;
  const always = actions.includes('always');
  // one that says never, but only for some users or programs, leaves the rest audited
  if (!always && fields.some((field) => !/^(dir|path|perm|key|arch)=/.test(field))) return undefined;
  return { path: normalPath(at), deep: dir !== undefined, always };
}

/** The words that follow an option. */
const after = (words: readonly string[], option: string): string[] => words.filter((_, at) => words[at - 1] === option);

/** The rule that watches one of the names a file has; the first that matches decides, as in the kernel. */
export function watchOn(rules: readonly AuditRule[], names: readonly string[]): AuditRule | undefined {
  const first = rules.find(({ path, deep }) => names.some((name) => name === path || (deep && isWithin(name, path))));
  return first?.always ? first : undefined;
}
