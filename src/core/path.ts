/** Host paths as text. Symbolic links are the host's and cannot be followed here; well-known ones are in the table of paths. */

/** An absolute path without `//`, `.`, `..` and a trailing `/`; `..` stops at the root, as in the kernel. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether `path` is `folder` or lies in it; both normal. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
