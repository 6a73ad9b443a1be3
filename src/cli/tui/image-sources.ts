/** Where the list of images is from. */
import { setTimeout } from 'node:timers/promises';
import type { ImageSources } from '../../app/browse/images.ts';
import { Patient } from '../../app/browse/patient.ts';
import { ENGINE_NAMES } from '../../core/types.ts';
import { localImages } from '../../io/local-images.ts';
import { loadRecipes } from '../../io/recipes.ts';
import { isTrusted } from '../../io/trusted.ts';
import { onClose } from './closing.ts';

/** Asking engines is dear: some 100 ms of a processor each. */
const FRESH_MS = 5000;
/** An engine may take long (podman with hundreds of images) or hang: the list is there without it. */
const WAIT_MS = 2500;
const GIVE_UP_MS = 30_000;

/** The label that spc's own tools images have; one by anybody else is not trusted. */
const TOOLS_LABEL = 'spc.tools.inputs';

const patience = (name: string) => ({
  name,
  freshMs: FRESH_MS,
  waitMs: WAIT_MS,
  now: Date.now,
  pause: (ms: number) => setTimeout(ms, undefined, { ref: false }),
});

/** An engine's program that hangs does not outlive this one. */
const closing = new AbortController();
onClose(async () => closing.abort());

/** One for the whole process: what an engine told is kept. */
export const imageSources: ImageSources = {
  engines: ENGINE_NAMES.map((name) => ({
    name,
    images: new Patient(() => localImages(name, { timeoutMs: GIVE_UP_MS, signal: closing.signal }), patience(name)),
  })),
  recipes: new Patient(loadRecipes, patience('the recipes')),
  isTools: ({ id, labels }) => Object.hasOwn(labels, TOOLS_LABEL) && isTrusted(id),
};
