/** /proc/PID/cmdline. */

/**
 * Reads /proc/PID/cmdline (proc_pid_cmdline(5)): words that each end in NUL. A program that wrote a title over it leaves
 * one word, padded with NULs, which are dropped. Empty for kernel threads and zombies. A text cut short keeps its last word.
 */
export function parseCmdline(text: string): string[] {
  const words = text.split('\0');
  if (words.at(-1) === '') words.pop();
  return words.slice(1).every((word) => word === '') ? words.slice(0, 1) : words;
}
