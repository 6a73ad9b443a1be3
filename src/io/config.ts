/** The configuration: /etc/spc/config.yaml, then ~/.config/spc/config.yaml over it. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { DIALECT_NAMES, type DialectName, ENGINE_NAMES, type EngineName } from '../core/types.ts';

export interface Config {
  engine?: EngineName;
  compat?: DialectName;
}

/** Reads both files, the user's over the system's. Throws `config` for a key or value that is not known. */
export async function loadConfig(): Promise<Config> {
  const config: Config = {};
  for (const path of configPaths()) if (existsSync(path)) Object.assign(config, await read(path));
  return config;
}

/** The home is the password file's: a HOME kept by sudo would make another user's file root's configuration. */
function configPaths(): string[] {
  return ['/etc/spc/config.yaml', join(userInfo().homedir, '.config/spc/config.yaml')];
}

async function read(path: string): Promise<Config> {
  const { readTrusted } = await import('./safe-file.ts');
  const { parse } = await import('yaml');
  const value: unknown = parse(readTrusted(path, { maxBytes: 64 * 1024 }), { maxAliasCount: 0 });
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
