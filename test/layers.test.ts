/** The tree of imports that ARCHITECTURE.md draws, enforced: a layer imports only what it may. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Layer → the layers it may import, and which packages. */
const MAY_IMPORT: Record<string, { layers: string[]; packages: RegExp }> = {
  core: { layers: ['core'], packages: /^$/ },
  engines: { layers: ['core', 'engines'], packages: /^$/ },
  tracers: { layers: ['core', 'tracers'], packages: /^$/ },
  checks: { layers: ['core', 'checks'], packages: /^$/ },
  io: { layers: ['core', 'engines', 'tracers', 'io'], packages: /^(node:.*|execa|koffi|tar-stream|yaml|zod)$/ },
  app: { layers: ['core', 'engines', 'tracers', 'checks', 'io', 'app'], packages: /^$/ },
  ui: { layers: ['core', 'ui'], packages: /^node:util$/ },
  // it only draws: what it touches of the system it is given
  'ui/tui': {
    layers: ['core', 'ui', 'ui/tui'],
    packages: /^(ink|react|string-width|blessed-contrib\/.*|drawille-canvas-blessed-contrib)$/,
  },
  cli: {
    layers: ['core', 'engines', 'tracers', 'checks', 'io', 'app', 'ui', 'ui/tui', 'cli'],
    packages: /^(node:.*|commander)$/,
  },
  main: { layers: ['core', 'cli', 'ui'], packages: /^(node:.*|commander)$/ },
};

const SPECIFIER = /(?:^\s*(?:import|export)\b[^'"]*?\bfrom\s*|^\s*import\s*|\bimport\()\s*['"]([^'"]+)['"]/gm;

/** `src/io/proc.ts` → `io`; `src/main.ts` → `main`; the terminal UI is one of its own. */
const layerOf = (path: string) =>
  path.startsWith('src/ui/tui/') ? 'ui/tui' : (path.split('/')[1]?.replace(/\.tsx?$/, '') ?? '');

/** The imports of a file that its layer does not allow. */
function violations(path: string, text: string): string[] {
  const rule = MAY_IMPORT[layerOf(path)];
  if (!rule) return [`${path}: no such layer`];
  return [...text.matchAll(SPECIFIER)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) =>
      specifier.startsWith('.')
        ? !rule.layers.includes(layerOf(normalize(join(dirname(path), specifier))))
        : !rule.packages.test(specifier),
    )
    .map((specifier) => `${path} imports ${specifier}`);
}

describe('layers', () => {
  const files = globSync('src/**/*.{ts,tsx}');

  it('finds the sources', () => expect(files.length).toBeGreaterThan(50));

  it('each file imports only what its layer may', () => {
    expect(files.flatMap((path) => violations(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it.each([
    ['src/core/x.ts', "import { readFileSync } from 'node:fs';"],
    ['src/ui/tui/x.tsx', "import { readFileSync } from 'node:fs';"],
    ['src/ui/x.ts', "import { fit } from './tui/text.ts';"],
    ['src/core/x.ts', "import { capture } from '../io/process.ts';"],
    ['src/app/x.ts', "import { render } from '../ui/render.ts';"],
    ['src/io/x.ts', "const m = await import('../app/run.ts');"],
    ['src/engines/x.ts', "export * from 'node:os';"],
    ['src/checks/x.ts', "import { capture } from '../io/process.ts';"],
    ['src/core/bench/x.ts', "import { CHECKS } from '../../checks/index.ts';"],
    ['src/core/label/x.ts', "import type {\n  A,\n} from '../../io/y.ts';"],
  ])('would see %s: %s', (path, text) => expect(violations(path, text)).toHaveLength(1));
});
