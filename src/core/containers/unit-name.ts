/** Names of systemd units, which escape what a name may not hold. */

const ESCAPES = /((?:\\x[0-9a-fA-F]{2})+)/;

/** `a\x2db` → `a-b` (systemd-escape(1), --unescape). A name whose escapes are no UTF-8 stays as it is. */
export function unescapeUnit(name: string): string {
  if (!name.includes('\\x')) return name;
  try {
    const parts = name.split(ESCAPES);
    return parts.map((part, index) => (index % 2 === 0 ? part : decode(part))).join('');
  } catch {
    return name;
  }
}

const decode = (escapes: string) => decodeURIComponent(escapes.replaceAll(/\\x/g, '%'));
