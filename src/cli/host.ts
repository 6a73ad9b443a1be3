/** The real system behind the use-cases. What is rarely needed is imported when it is. */
import { existsSync } from 'node:fs';
import type { Host } from '../app/host.ts';
import { SpcError } from '../core/errors.ts';
import type { EngineName } from '../core/types.ts';
import { AUTOMATIC_ORDER, ENGINES } from '../engines/index.ts';
import { appendAudit } from '../io/audit.ts';
import { callerVariables } from '../io/caller.ts';
import { missingCapabilities } from '../io/capabilities.ts';
import { loadConfig } from '../io/config.ts';
import { cliDriver, type Driver } from '../io/driver.ts';
import { forgetInstall, isInstalled, recordInstall } from '../io/installs.ts';
import { readRunOptions } from '../io/run-options.ts';
import { askYesNo, terminal } from '../io/terminal.ts';
import { isTrusted } from '../io/trusted.ts';

/** The host this process runs on. */
export function systemHost(): Host {
  return {
    drivers,
    recipe: async (name) => (await import('../io/recipes.ts')).loadRecipe(name),
    policies: async () => (await import('../io/policy-files.ts')).loadPolicies(),
    isTrusted,
    installs: { has: isInstalled, record: recordInstall, forget: forgetInstall },
    terminal,
    ask: askYesNo,
    audit: appendAudit,
    callerVariables,
    environment: process.env,
    readRunOptions,
    pid: process.pid,
    exists: existsSync,
    now: () => new Date().toISOString(),
    missingCapabilities,
  };
}

/** --engine, else SPC_ENGINE, else the configuration, else each in turn. Throws `usage` for a name that is no engine. */
async function* drivers(name?: EngineName): AsyncGenerator<Driver> {
  const chosen = name ?? (await chosenEngine());
  for (const each of chosen ? [engineName(chosen)] : AUTOMATIC_ORDER) yield await driver(each);
}

/** What somebody has chosen beside --engine: SPC_ENGINE, else the configuration, else the server that a CLI is pointed at. */
export async function chosenEngine(): Promise<string | undefined> {
  return process.env['SPC_ENGINE'] ?? (await loadConfig()).engine ?? pointedAt();
}

/**
 * Whoever points a CLI at a server means that server: were it skipped when it does not answer, a tool meant for
 * another host would run, privileged, on this one.
 */
function pointedAt(): EngineName | undefined {
  const { DOCKER_HOST, DOCKER_CONTEXT, CONTAINER_HOST } = process.env;
  if (DOCKER_HOST || DOCKER_CONTEXT) return 'docker';
  return CONTAINER_HOST ? 'podman' : undefined;
}

async function driver(name: EngineName): Promise<Driver> {
  if (name === 'builtin') return (await import('../io/builtin-driver.ts')).builtinDriver();
  return cliDriver(ENGINES[name]);
}

/** Checks a name from outside. Throws `usage`. */
function engineName(text: string): EngineName {
  if (text === 'builtin' || Object.hasOwn(ENGINES, text)) return text as EngineName;
  throw new SpcError('usage', `'${text}' is no engine`, '', 'docker, podman, nerdctl or builtin');
}
