/** References to images: `registry:port/repository:tag@digest`. */

/** `image` and `image:tag` alike as `image:tag`; a colon before a slash is a registry's port. */
export function withTag(reference: string): string {
  return /:[^/]*$/.test(reference) ? reference : `${reference}:latest`;
}
