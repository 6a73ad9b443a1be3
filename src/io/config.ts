/** The configuration: /etc/spc/config.yaml, then ~/.config/spc/config.yaml over it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { DIALECT_NAMES, type DialectName, ENGINE_NAMES, type EngineName } from '../core/types.ts';
import { passwordHome } from './home.ts';

/** What a user or administrator may choose for good; absent: not chosen. */
export interface Config {
  engine?: EngineName;
  compat?: DialectName;
}

const MAX_BYTES = 64 * 1024;

/**
 * Reads both files, the user's over the system's. Throws `config` for a key or value that is not known, and for a file
 * that is no YAML or not safely owned.
 */
export async function loadConfig(paths: string[] = configPaths()): Promise<Config> {
  const config: Config = {};
  for (const path of paths) if (existsSync(path)) Object.assign(config, await read(path));
  return config;
}

function configPaths(): string[] {
  const home = passwordHome();
  return ['/etc/spc/config.yaml', ...(home === undefined ? [] : [join(home, '.config/spc/config.yaml')])];
}

async function read(path: string): Promise<Config> {
  // Most have no configuration: what reads one is loaded for those who do.
  const [{ readTrusted }, { parseYaml }] = await Promise.all([import('./safe-file.ts'), import('./yaml.ts')]);
  const value = await parseYaml(readTrusted(path, { maxBytes: MAX_BYTES }), `the configuration ${path}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(path, 'it is not a map of settings');
  const config: Config = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === 'engine') config.engine = oneOf(ENGINE_NAMES, item, path, key);
    else if (key === 'compat') config.compat = oneOf(DIALECT_NAMES, item, path, key);
    else throw wrong(path, `unknown setting '${key}'`);
  }
  return config;
}

function oneOf<T extends string>(names: readonly T[], value: unknown, path: string, key: string): T {
  const name = names.find((known) => known === value);
  if (name === undefined) throw wrong(path, `${key} must be one of ${names.join(', ')}`);
  return name;
}

function wrong(path: string, why: string): SpcError {
  return new SpcError('config', `the configuration ${path} is wrong`, why, 'settings: engine, compat');
}
