/** Reads tools-image/packages.yaml: the toolbox image as data. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { isPackageName } from '../../core/tools/packages.ts';
import type { Toolbox } from '../../core/tools/types.ts';
import { packageRoot } from '../package-root.ts';
import { parseYaml } from '../yaml.ts';

/** The definition that came with spc. */
export const TOOLBOX_FILE = join(packageRoot, 'tools-image/packages.yaml');

/** The definition, read and as it is. */
export interface LoadedToolbox {
  toolbox: Toolbox;
  /** The file as it is, for a hash over everything that shapes the image. */
  text: string;
}

/** Reads and checks the definition. Throws `config` naming the key that is wrong. */
export async function loadToolbox(path: string = TOOLBOX_FILE): Promise<LoadedToolbox> {
  const text = await readFile(path, 'utf8');
  return { toolbox: await check(await parseYaml(text, path), path), text };
}

async function check(value: unknown, path: string): Promise<Toolbox> {
  const { z } = await import('zod');
  const name = z.string().refine(isPackageName, 'no package name');
  const line = z.string().regex(/^[^\n]+$/, 'one line');
  const inside = z.string().regex(/^(?!\/)(?!(.*\/)?\.\.(\/|$)).+$/, 'a path inside the root');
  const ids = z.record(z.string(), z.int().min(100).max(999));
  const schema = z.strictObject({
    version: z.literal(1),
    image: z.strictObject({
      tag: line,
      cmd: z.array(line).nonempty(),
      env: z.record(z.string(), line),
      labels: z.record(z.string(), line),
    }),
    packages: z
      .array(
        z
          .strictObject({
            apt: name.optional(),
            dnf: name.optional(),
            sets: z.array(z.enum(['minimal', 'full'])).default(['full']),
            why: line,
          })
          .refine(({ apt, dnf }) => apt ?? dnf, 'neither apt nor dnf has it'),
      )
      .nonempty(),
    debian: z.strictObject({
      merged: z.record(inside, inside),
      exclude: z.array(line),
      copies: z.record(inside, inside),
      links: z.record(inside, line),
      users: ids,
      groups: ids,
      certificates: z.strictObject({ from: inside, to: inside }),
    }),
    directories: z.array(inside),
    purge: z.array(inside),
  });
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new SpcError('config', `${path} is wrong`, z.prettifyError(result.error), 'reinstall spc, or mend the file');
}
