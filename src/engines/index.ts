/** The engines spc drives through a CLI; `builtin` has no CLI and is in builtin.ts. */

import { docker } from './docker.ts';
import type { Engine } from './engine.ts';
import { nerdctl } from './nerdctl.ts';
import { podman } from './podman.ts';

export const ENGINES = { docker, podman, nerdctl } satisfies Record<Engine['name'], Engine>;

/** Tried in this order when nobody chose. */
export const AUTOMATIC_ORDER = ['docker', 'podman', 'builtin'] as const;
