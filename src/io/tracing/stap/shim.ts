/** The shared object that is loaded into stapbpf where it needs help; see tracers/stap/shim.ts. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../../core/errors.ts';
import { SHIM_SOURCE } from '../../../tracers/stap/shim.ts';
import { cacheFolder, madeOnce } from './cache.ts';
import { runTool, type Tools } from './run.ts';

/** Path of the shared object, compiled at the first call. Throws `no-tool` without gcc, `system` when that fails. */
export async function shim(tools: Tools): Promise<string> {
  const hash = createHash('sha256').update(SHIM_SOURCE).digest('hex').slice(0, 16);
  const directory = await madeOnce(join(cacheFolder(), `shim-${hash}`), async (next) => {
    const gcc = await tools.toolbox.find('gcc');
    const [source, object] = [join(next, 'shim.c'), join(next, 'shim.so')];
    writeFileSync(source, SHIM_SOURCE, { flag: 'wx' });
    const args = ['-D_LARGEFILE64_SOURCE', '-shared', '-fPIC', '-O2', '-o', object, source];
    const { status, stderr } = await runTool(tools, gcc, args, { paths: [next] });
    if (status !== 0)
      throw new SpcError(
        'system',
        'gcc cannot compile what stapbpf needs',
        stderr.trim(),
        'install gcc and libc6-dev (Debian), or gcc and glibc-devel (Fedora)',
      );
  });
  return join(directory, 'shim.so');
}
