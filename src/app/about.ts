/** What an image says of itself: `spc version`, `info`, `help`, `label show`. */
import { SpcError } from '../core/errors.ts';
import { findLabel } from '../core/label/lookup.ts';
import { sanitize } from '../core/sanitize.ts';
import type { DialectName, EngineName, Image, UseCase } from '../core/types.ts';
import type { Host } from './host.ts';
import { type RunRequest, run } from './run.ts';
import { findSubject, type Subject } from './subject.ts';

export interface AboutRequest {
  image: string;
  engine?: EngineName | undefined;
  compat: DialectName;
}

/** Name, Version and Release, as atomic reads them, beside the id they are of. */
export async function* version(host: Host, request: AboutRequest): UseCase {
  const { image, reference } = yield* find(host, request);
  const [name, version, release] = ['Name', 'Version', 'Release'].map((label) =>
    labelValue(image, label, request.compat),
  );
  const text = [name ?? reference, version, release].filter(Boolean).join(' ');
  yield {
    kind: 'result',
    text: `${sanitize(text)} ${image.id}`,
    data: { name: name ?? null, version: version ?? null, release: release ?? null, id: image.id },
  };
  return 0;
}

/** All an engine knows of an image, labels sorted. */
export async function* info(host: Host, request: AboutRequest): UseCase {
  const subject = yield* find(host, request);
  const { image, driver, reference } = subject;
  const facts: [string, string][] = [
    ['image', reference],
    ['id', image.id],
    ['tags', image.tags.join(' ')],
    ['digests', image.repoDigests.join(' ')],
    ['engine', driver.name],
    ['created', image.created ?? ''],
    ['size', image.size === undefined ? '' : `${(image.size / 1e6).toFixed(1)} MB`],
    ['entrypoint', image.entrypoint.join(' ')],
    ['command', image.cmd.join(' ')],
    ['user', image.user],
    ['recipe', (await subject.recipe())?.name ?? ''],
    ['installed', host.installs.has(image.id) ? 'yes' : 'no'],
  ];
  const lines = facts.filter(([, value]) => value).map(([key, value]) => `${key.padEnd(11)} ${sanitize(value)}`);
  yield {
    kind: 'result',
    text: [...lines, '', ...labelLines(image)].join('\n'),
    data: { engine: driver.name, ...image },
  };
  return 0;
}

/** The labels of an image, sorted; those spc acts on are told from the rest. */
export async function* showLabels(host: Host, request: AboutRequest): UseCase {
  const { image } = yield* find(host, request);
  yield { kind: 'result', text: labelLines(image).join('\n'), data: image.labels };
  return 0;
}

/** The HELP label run, else the manual in the image as atomic looks for it (/help.1, /README.md), else what its labels say. */
export async function* help(host: Host, request: RunRequest): UseCase {
  const subject = yield* find(host, request);
  const own = findLabel(subject.image.labels, 'HELP', request.compat);
  if (own ?? findLabel((await subject.recipe())?.labels ?? {}, 'HELP', 'spc'))
    return yield* run(host, { ...request, label: 'HELP' });
  for (const path of ['/help.1', '/README.md']) {
    const text = await subject.driver.readFile(subject.image, path, MAX_HELP_BYTES);
    if (text === undefined) continue;
    yield { kind: 'result', text: sanitize(text, { multiline: true }), data: { path, text } };
    return 0;
  }
  const said = ['usage', 'summary', 'description'].map(
    (name) => findLabel(subject.image.labels, name, 'podman')?.value,
  );
  const text = said.filter((line) => line !== undefined).join('\n');
  if (text) {
    yield { kind: 'result', text: sanitize(text, { multiline: true }), data: { path: null, text } };
    return 0;
  }
  throw new SpcError(
    'no-label',
    `${subject.reference} says nothing of itself`,
    'it has no label HELP, usage, summary or description, no /help.1 and no /README.md',
    `spc info ${subject.reference}`,
  );
}

const MAX_HELP_BYTES = 1024 * 1024;

async function* find(host: Host, { image, engine }: AboutRequest) {
  const subject: Subject = yield* findSubject(host, { image, engine, obtain: false, yes: false });
  return subject;
}

const labelValue = (image: Image, name: string, compat: DialectName) => findLabel(image.labels, name, compat)?.value;

function labelLines({ labels }: Image): string[] {
  return Object.keys(labels)
    .sort()
    .map((key) => `${sanitize(key)}: ${sanitize(labels[key] ?? '', { max: MAX_SHOWN })}`);
}

/** A label is shown up to here; --json gives it whole. */
const MAX_SHOWN = 4096;
