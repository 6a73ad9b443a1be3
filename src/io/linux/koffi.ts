/** The foreign function interface, loaded the short way. */
import { createRequire } from 'node:module';
import type { default as Koffi } from 'koffi';

const require = createRequire(import.meta.filename);

/**
 * koffi's package for this machine, which its main package would find after some 10 ms of looking; all that spc uses is the
 * same in both.
 */
export const koffi: typeof Koffi = load();

function load(): typeof Koffi {
  try {
    return require(`@koromix/koffi-linux-${process.arch}`);
  } catch {
    return require('koffi');
  }
}
