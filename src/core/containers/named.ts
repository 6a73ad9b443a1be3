/** Named network namespaces: what ip-netns(8) binds below /run/netns. */

export interface NamedNamespace {
  name: string;
  /** Inode of the namespace. */
  inode: number;
}
