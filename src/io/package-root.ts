/** Where spc's own files are: the same folder whether it runs from its sources or from the build. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package.json, label-recipes and tools-image. */
export const packageRoot: string = findRoot(import.meta.dirname);

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}

/** The program of a helper process: `builtin-main`, `unpack-main`. */
export function helperProgram(name: string): string {
  const fromSources = import.meta.filename.endsWith('.ts');
  return fromSources ? join(packageRoot, 'src/io', `${name}.ts`) : join(packageRoot, 'dist', `${name}.cjs`);
}
