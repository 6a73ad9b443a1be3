/** The home of whoever this process runs as. */
import { userInfo } from 'node:os';

/**
 * The effective user's home by the password file, never $HOME, which under sudo may be another's.
 * undefined for a uid without an entry there.
 */
export function passwordHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
