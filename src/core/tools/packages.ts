/** Which packages a build asks for. */
import { SpcError } from '../errors.ts';
import type { Packager, Toolbox, ToolSet } from './types.ts';

/** Both families' rules, and no leading or trailing dash: apt-get reads `name-` as "remove". */
const PACKAGE_NAME = /^[a-z0-9][A-Za-z0-9+._-]*[A-Za-z0-9+]$/;

/** The names of a set in one family, in the list's order, with the user's own after them, each once. */
export function packageNames(toolbox: Toolbox, packager: Packager, set: ToolSet, extra: string[] = []): string[] {
  const listed = toolbox.packages.filter(({ sets }) => sets.includes(set)).flatMap((entry) => entry[packager] ?? []);
  for (const name of extra) if (!isPackageName(name)) throw badName(name);
  return [...new Set([...listed, ...extra])];
}

/** True for what both families accept as a package's name. */
export function isPackageName(name: string): boolean {
  return PACKAGE_NAME.test(name);
}

function badName(name: string): SpcError {
  return new SpcError('usage', `'${name}' is no package name`, '', 'letters, digits, and + . - _ between them');
}
