/** /proc/PID/mountinfo. */

/** A mount as proc_pid_mountinfo(5) shows it; text is unescaped. */
export interface MountEntry {
  id: number;
  parent: number;
  /** `major:minor`. */
  device: string;
  /** What of the file system is mounted: `/` or, for a bind mount, a path in it; `net:[4026531840]` for a bound namespace. */
  root: string;
  /** As the process that was read sees it. */
  mountPoint: string;
  options: string[];
  /** `shared:1`, `master:2`, `unbindable` … */
  propagation: string[];
  type: string;
  source: string;
  superOptions: string[];
}

/** The mounts of a text of /proc/PID/mountinfo, in its order. Lines of another form are left out. */
export function parseMountinfo(text: string): MountEntry[] {
  return text.split('\n').flatMap((line) => parseLine(line) ?? []);
}

/** The optional fields end in a lone `-`, which no other field can be: a mount point starts with `/`. */
function parseLine(line: string): MountEntry | undefined {
  const words = line.split(' ');
  const dash = words.indexOf('-', 6);
  if (dash < 0) return undefined;
  const [id = '', parent = '', device = '', root = '', mountPoint = '', options = ''] = words;
  const [type = '', source = '', superOptions = ''] = words.slice(dash + 1);
  return {
    id: Number(id),
    parent: Number(parent),
    device,
    root: unescapeOctal(root),
    mountPoint: unescapeOctal(mountPoint),
    options: options.split(','),
    propagation: words.slice(6, dash),
    type: unescapeOctal(type),
    source: unescapeOctal(source),
    superOptions: superOptions.split(',').map(unescapeOctal),
  };
}

/** Blanks, tabs, newlines and backslashes in names are written as `\040` and the like (getmntent(3)). */
export function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}
