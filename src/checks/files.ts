/** Section 3, the engine's files: who owns them, and who may do what. */
import { defineCheck } from '../core/bench/define.ts';
import { type FileRule, judgeFiles, modeWithin, ownedByRoot } from '../core/bench/file-rules.ts';
import type { Check, Evidence } from '../core/bench/types.ts';
import { GUARDED, type Guarded } from './guarded-files.ts';

export const FILES: readonly Check[] = GUARDED.flatMap((guarded) => [ownerCheck(guarded), modeCheck(guarded)]);

function ownerCheck(guarded: Guarded): Check {
  const { owner, name, group, files } = guarded;
  const wanted = `root:${group ?? 'root'}`;
  return fileCheck(owner, guarded, `${name} owner ${wanted}`, files, ownedByRoot(group), {
    what: `The owner is ${wanted}; for an engine without root, its user. What is not there is not judged.`,
    how: `chown ${wanted} on what the finding names.`,
  });
}

function modeCheck(guarded: Guarded): Check {
  const { mode, name, most, files, modeFiles = files } = guarded;
  const bits = most.toString(8);
  const title = `${name} mode ${most === 0o400 ? '' : '<='}${bits}`;
  return fileCheck(mode, guarded, title, modeFiles, modeWithin(most), {
    what: `No permission beyond ${bits} is set, bit by bit. What is not there is not judged.`,
    how: `chmod ${bits}, or stricter, on what the finding names.`,
  });
}

function fileCheck(
  id: string,
  { severity, notOn, why }: Guarded,
  title: string,
  files: Guarded['files'],
  rule: FileRule,
  texts: { what: string; how: string },
): Check {
  return defineCheck({
    id,
    title,
    scope: 'files',
    severity,
    ...(notOn && { notOn }),
    needs: [],
    explain: { ...texts, why },
    rule: (evidence) => judgeFiles(evidence as Evidence, files(evidence as Evidence), rule),
  });
}
