/** What happens to the UI: keys, the mouse, answers of its processes, time. */

import type { SessionHeader } from '../../core/session/types.ts';
import type { Found, Look, Snapshot, Tops } from '../../core/wire/session.ts';
import type { TimingSnapshot } from '../../core/wire/timing.ts';
import type { ListAnswer, ListRequest, PageAnswer, PageRequest, WireError } from '../../core/wire/types.ts';
import type { ScriptTracer } from './state.ts';

export type UiMsg =
  /** A key by its name in keys.ts; a character that is none stands for itself. */
  | { kind: 'key'; key: string }
  /** Text that was pasted. */
  | { kind: 'text'; text: string }
  /** Cells from 0. */
  | { kind: 'mouse'; what: 'press' | 'double' | 'wheel-up' | 'wheel-down'; x: number; y: number }
  | { kind: 'size'; columns: number; rows: number }
  /** Some time has passed: what is in sight may be old. */
  | { kind: 'tick' }
  /** `request`: the very one that was asked; what was asked before is not wanted any more. `took`: milliseconds. */
  | { kind: 'listed'; request: ListRequest; answer: ListAnswer; took: number }
  | { kind: 'list-failed'; request: ListRequest; error: WireError }
  | { kind: 'paged'; request: PageRequest; answer: PageAnswer }
  | { kind: 'page-failed'; request: PageRequest; error: WireError }
  | { kind: 'examples'; tracer: ScriptTracer; target: string; scripts: { name: string; about: string }[] }
  /** A command line was found to be a session's or a timing's. */
  | { kind: 'opening'; what: 'session' | 'timing'; argv: string[]; id: number }
  | { kind: 'opened'; id: number; header: SessionHeader }
  | { kind: 'timed'; id: number; title: string }
  | { kind: 'open-failed'; id: number; error: WireError }
  /** `look`: what it answers; undefined: it came by itself. */
  | { kind: 'snapshot'; id: number; snapshot: Snapshot; look?: Look }
  | { kind: 'closed'; id: number }
  | { kind: 'timing'; id: number; timing: TimingSnapshot }
  | { kind: 'progress'; id: number; text: string }
  | { kind: 'found'; id: number; pane: string; found: Found | null }
  | { kind: 'sought'; id: number; tops: Tops }
  | { kind: 'told'; text: string; style: 'info' | 'error' };
