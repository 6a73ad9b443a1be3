/** `spc install`, `uninstall`, `stop`: the labels of those names, and the record of what was installed. */
import { SpcError } from '../core/errors.ts';
import { findLabel } from '../core/label/lookup.ts';
import { shellQuote } from '../core/label/quote.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Container, Image, UseCase } from '../core/types.ts';
import type { Driver } from '../io/driver.ts';
import { containerName } from './expand.ts';
import type { Host } from './host.ts';
import { type RunRequest, runLabel } from './run.ts';
import { findSubject, patiently, type Subject } from './subject.ts';

/** Runs the INSTALL label and records the image when it ends with 0. */
export async function* install(host: Host, request: RunRequest): UseCase {
  host.installs.has(''); // a damaged record is an error now, not after the label has run
  const subject = yield* findSubject(host, wanted(request));
  const status = yield* runLabel(host, subject, { ...request, label: 'INSTALL' });
  if (status !== 0 || request.display) return status;
  host.installs.record({
    image: request.image,
    id: subject.image.id,
    engine: subject.driver.name,
    name: containerName(subject.reference, request),
    at: host.now(),
  });
  yield { kind: 'note', text: `spc: installed ${request.image}` };
  return 0;
}

/** Runs the UNINSTALL label and drops the record when it ends with 0. The image stays: engines remove images. */
export async function* uninstall(host: Host, request: RunRequest): UseCase {
  const subject = yield* findSubject(host, { ...wanted(request), obtain: false });
  const status = yield* runLabel(host, subject, { ...request, label: 'UNINSTALL' });
  if (status !== 0 || request.display) return status;
  host.installs.forget(subject.image.id);
  yield { kind: 'note', text: `spc: uninstalled ${request.image}` };
  return 0;
}

const wanted = ({ image, engine, display, assumeYes }: RunRequest) => ({
  image,
  engine,
  obtain: !display,
  yes: assumeYes,
});

/**
 * Stops a container: by the STOP label it was made with (atomic reads it from the container), else by the engine.
 * @param request `image` is the container's name, or an image whose container has the name made from it
 */
export async function* stop(host: Host, request: RunRequest): UseCase {
  const { driver, container } = yield* patiently(findContainer(host, request), 'looking for the container');
  if (findLabel(container.labels, 'STOP', request.compat)) {
    const subject = await subjectOf(container, driver);
    return yield* runLabel(host, subject, { ...request, name: container.name, label: 'STOP' });
  }
  const launch = driver.stop(container.name);
  if (request.display) {
    yield { kind: 'result', text: sanitize(shellQuote(launch.argv)), data: { commands: [launch.argv] } };
    return 0;
  }
  yield { kind: 'progress', text: `${driver.name} stops ${container.name}` };
  return await launch.start();
}

/** A container as the image it was made from, with the labels it carries itself; the image may be gone. */
async function subjectOf({ imageId, imageRef, labels }: Container, driver: Driver): Promise<Subject> {
  const known = await driver.image(imageId);
  const image = known ?? { ...NO_IMAGE, id: imageId };
  return { reference: imageRef || imageId, image: { ...image, labels }, driver, recipe: async () => undefined };
}

const NO_IMAGE: Image = {
  id: '',
  tags: [],
  repoDigests: [],
  labels: {},
  cmd: [],
  entrypoint: [],
  env: [],
  user: '',
  workdir: '',
};

interface Found {
  driver: Driver;
  container: Container;
}

/** Throws `no-container`, naming the engines that did not answer; the engine's own failure when it was asked for by name. */
async function findContainer(host: Host, request: RunRequest): Promise<Found> {
  const names = [...new Set([request.name ?? request.image, containerName(request.image, request)])];
  const silent: string[] = [];
  for await (const driver of host.drivers(request.engine)) {
    try {
      for (const name of names) {
        const container = await driver.container(name);
        if (container) return { driver, container };
      }
    } catch (error) {
      if (request.engine !== undefined || !(error instanceof SpcError)) throw error;
      silent.push(error.message);
    }
  }
  const hint = 'name it as its engine lists it';
  throw new SpcError('no-container', `no such container: ${names.join(' or ')}`, silent.join('; '), hint);
}
