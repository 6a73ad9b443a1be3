/** The system as the use-cases see it: everything they read or do goes through here, so a test can stand in. */
import type { Policy } from '../core/policy.ts';
import type { Recipe } from '../core/recipe.ts';
import type { EngineName, LabelVariables } from '../core/types.ts';
import type { AuditEntry } from '../io/audit.ts';
import type { Driver } from '../io/driver.ts';
import type { Install } from '../io/installs.ts';
import type { Terminal } from '../io/terminal.ts';

export interface Host {
  /** The engine of that name, or those to try in turn when nobody chose one; each is made ready when its turn comes. */
  drivers(name?: EngineName): AsyncIterable<Driver>;
  recipe(nameOrReference: string): Promise<Recipe | undefined>;
  policies(): Promise<Policy[]>;
  isTrusted(imageId: string): boolean;
  installs: {
    has(imageId: string): boolean;
    record(entry: Install): void;
    forget(imageId: string): void;
  };
  terminal(): Terminal;
  /** Asks on the terminal; No unless the user says yes. */
  ask(question: string): boolean;
  audit(entry: AuditEntry): void;
  /** PWD, HOME, SUDO_UID, SUDO_GID of the caller. */
  callerVariables(): Pick<LabelVariables, 'PWD' | 'HOME' | 'SUDO_UID' | 'SUDO_GID'>;
  environment: Record<string, string | undefined>;
  /** The content of a RUN_OPTS_FILE, from one of the folders it may be in; undefined: no such file. */
  readRunOptions(path: string, folders: string[]): string | undefined;
  /** This process's, on the host. */
  pid: number;
  /** A path on this host. */
  exists(path: string): boolean;
  /** The time, ISO 8601. */
  now(): string;
  /** Names of the capabilities this process lacks although it is root; empty for a full root. */
  missingCapabilities(): string[];
}
