/** The names engines give containers. */

const CONTAINER_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Whether engines take `name` as a container's name. */
export function isContainerName(name: string): boolean {
  return CONTAINER_NAME.test(name);
}

/**
 * The name of an image's container: the last component of its reference without tag and digest (Atomic/atomic.py, set_args).
 * Always a valid container name: what is not allowed becomes `-`.
 */
export function defaultName(imageRef: string): string {
  const last = imageRef.slice(imageRef.lastIndexOf('/') + 1);
  const bare = last.split(/[:@]/, 1)[0] ?? '';
  const name = bare.replaceAll(/[^a-zA-Z0-9_.-]/g, '-').replace(/^[^a-zA-Z0-9]+/, '');
  return name || 'container';
}
