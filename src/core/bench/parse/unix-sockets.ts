/** /proc/PID/net/unix (proc_pid_net(5)). */

export interface UnixListener {
  inode: number;
  /** As it was bound; abstract ones begin with `@`. */
  path: string;
}

/** __SO_ACCEPTCON of linux/net.h: listen(2) was called. */
const ACCEPTS = 0x1_0000;

/** Sockets that wait for connections. Lines of: address, references, protocol, flags, type, state, inode, path. */
export function parseListening(text: string): UnixListener[] {
  return text.split('\n').flatMap((line) => {
    const [, flags = '', inode = '', path = ''] =
      /^[0-9a-f]+: \S+ \S+ ([0-9A-F]+) \S+ \S+ +(\d+) (.+)$/i.exec(line) ?? [];
    return (Number.parseInt(flags, 16) & ACCEPTS) !== 0 ? [{ inode: Number(inode), path }] : [];
  });
}
