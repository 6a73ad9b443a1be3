/** References to images: `registry:port/repository:tag@digest`. */

/** `image` and `image:tag` alike as `image:tag`; a colon before a slash is a registry's port. */
export function withTag(reference: string): string {
  return /:[^/]*$/.test(reference) ? reference : `${reference}:latest`;
}

/**
 * The repository of a reference, without tag and digest. docker leaves `docker.io/` and `library/` out of the names it
 * shows and podman does not, so they are left out here, and a rule means the same on both.
 */
export function repositoryOf(reference: string): string {
  const bare = reference.replace(/@.*$/s, '').replace(/:[^:/]*$/, '');
  return bare.replace(/^docker\.io\//, '').replace(/^library\//, '');
}
