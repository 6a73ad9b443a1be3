/** What a view of a session needs of the machine; `cli/tui/session.ts` builds the real one. */
import type { Spool } from '../../io/spool/types.ts';

export interface ViewIo {
  /** Milliseconds, by a clock that nobody sets. */
  ms(): number;
  /** Nanoseconds since 1970, about. */
  epoch(): number;
  /** Lets what waits have its turn: tools, requests, signals. */
  turn(): Promise<unknown>;
  /** Calls back after so many milliseconds; gives what calls that off. */
  later(ms: number, call: () => void): () => void;
  /** Breaks work off when it takes longer; then gives false. Other errors are thrown. */
  within(ms: number, work: () => void): boolean;
  /** Whoever reads the snapshots has taken all that was sent. */
  isRead(): boolean;
  spool: Spool;
}
