/** `spc install`, `uninstall`, `stop`: the labels of those names, and the record of what was installed. */
import { SpcError } from '../core/errors.ts';
import { findLabel } from '../core/label/lookup.ts';
import { shellQuote } from '../core/label/quote.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Container, UseCase } from '../core/types.ts';
import type { Driver } from '../io/driver.ts';
import { containerName } from './expand.ts';
import type { Host } from './host.ts';
import { type RunRequest, run } from './run.ts';
import { findSubject } from './subject.ts';

/** Runs the INSTALL label and records the image when it ends with 0. */
export async function* install(host: Host, request: RunRequest): UseCase {
  const status = yield* run(host, { ...request, label: 'INSTALL' });
  if (status !== 0 || request.display) return status;
  const { image, driver } = yield* findSubject(host, local(request));
  host.installs.record({
    image: request.image,
    id: image.id,
    engine: driver.name,
    name: containerName(request.image, request),
    at: new Date().toISOString(),
  });
  yield { kind: 'note', text: `spc: installed ${sanitize(request.image)}` };
  return 0;
}

/** Runs the UNINSTALL label and drops the record when it ends with 0. The image stays: engines remove images. */
export async function* uninstall(host: Host, request: RunRequest): UseCase {
  const status = yield* run(host, { ...request, label: 'UNINSTALL' });
  if (status !== 0 || request.display) return status;
  const { image } = yield* findSubject(host, local(request));
  host.installs.forget(image.id);
  yield { kind: 'note', text: `spc: uninstalled ${sanitize(request.image)}` };
  return 0;
}

/**
 * Stops a container: by the STOP label it was made with (atomic reads it from the container), else by the engine.
 * @param request `image` is the container's name, or an image whose container has the name made from it
 */
export async function* stop(host: Host, request: RunRequest): UseCase {
  const { driver, container } = await findContainer(host, request);
  const label = findLabel(container.labels, 'STOP', request.compat);
  if (label) return yield* run(host, { ...request, image: container.imageId, name: container.name, label: 'STOP' });
  const launch = driver.stop(container.name);
  if (request.display) {
    yield { kind: 'result', text: sanitize(shellQuote(launch.argv)), data: { commands: [launch.argv] } };
    return 0;
  }
  return await launch.start();
}

async function findContainer(host: Host, request: RunRequest): Promise<{ driver: Driver; container: Container }> {
  const names = [...new Set([request.name ?? request.image, containerName(request.image, request)])];
  for await (const driver of host.drivers(request.engine)) {
    for (const name of names) {
      const container = await driver.container(name).catch((error) => ignoreDown(error, request));
      if (container) return { driver, container };
    }
  }
  throw new SpcError('no-container', `no such container: ${names.join(' or ')}`, '', 'name it as its engine lists it');
}

/** An engine that is down has no containers, unless it was the one asked for. */
function ignoreDown(error: unknown, { engine }: RunRequest): undefined {
  if (engine !== undefined || !(error instanceof SpcError)) throw error;
}

const local = ({ image, engine }: RunRequest) => ({ image, engine, obtain: false, yes: true });
