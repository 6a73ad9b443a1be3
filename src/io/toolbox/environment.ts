/** What a tool, or an engine's program, gets of the caller's environment: nothing that could change what it does. */

/** No LD_*, no TERM; messages are not translated, as they are parsed. */
const CLEAN = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C',
  LC_ALL: 'C',
  HOME: '/',
} as const;

/** Variables that decide which server an engine's program speaks to, and as whom. */
const ENGINE_VARIABLES = /^(DOCKER_|CONTAINERS?_|NERDCTL_|(XDG_RUNTIME_DIR|HOME|PATH)$)/;

/** As changes to the caller's environment: everything of it goes. */
export function cleanEnvironment(more: Record<string, string> = {}): Record<string, string | undefined> {
  const gone = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  return { ...gone, ...CLEAN, ...more };
}

/** What an engine's program needs of the caller's environment. */
export function engineVariables(): Record<string, string> {
  const known = Object.entries(process.env).filter(([name]) => ENGINE_VARIABLES.test(name));
  return Object.fromEntries(known.map(([name, value]) => [name, value ?? '']));
}
