/** `spc syscalls -t -n NAME -p PID -u USER -c CMD`: the classic interface, and the tables that old scripts parse. */
import { CLASSIC_BANNER, type ClassicSection, classicTotal } from '../../core/syscalls/classic.ts';
import { classicTable } from '../../core/syscalls/formats/classic.ts';
import type { UseCase } from '../../core/types.ts';
import type { Timer } from '../../io/timing/types.ts';
import type { Timings } from '../../tracers/timing/types.ts';
import type { System } from '../system.ts';
import { Choice } from './choice.ts';
import { measure, notMeasured } from './measure.ts';
import { rowsOf } from './rows.ts';
import type { TimingIo, TimingRequest } from './syscalls.ts';

export interface ClassicRequest {
  sections: readonly ClassicSection[];
  /** The table of all, too, when there are sections. */
  totals: boolean;
  /** Its keys have a bit for each section. */
  timer: Timer;
  duration: number | undefined;
  command: TimingRequest['command'];
  verbose: boolean;
}

/** The host is the target: who is meant is told by the timer's own predicates. Throws as `measure`. */
export async function* timeClassically(system: System, io: TimingIo, request: ClassicRequest): UseCase {
  const { timer, duration, command, verbose } = request;
  const choice = new Choice([{ tracer: timer.tracer, make: () => timer }], io);
  const measured = notMeasured(choice);
  const onAttached = () => {
    command?.go();
    void command?.ended.then(io.end);
  };
  const session = measure(system, io.session(), { target: 'host', choice, duration, onAttached }, measured);
  let isTold = false;
  for await (const message of session) {
    // it is read by programs that know nothing but the tables
    if (message.kind === 'warning' || verbose) yield message;
    if (measured.target && !isTold) yield { kind: 'result', text: CLASSIC_BANNER, data: null };
    isTold ||= measured.target !== undefined;
  }
  if (!isTold) yield { kind: 'result', text: CLASSIC_BANNER, data: null };
  for (const { what, count } of timer.losses()) yield { kind: 'warning', text: `LOST: ${count ?? 'some'} ${what}` };
  yield { kind: 'result', text: tables(timer.timings(), request, io.facts.host.architecture), data: null };
  return command ? await command.ended : measured.status;
}

function tables(timings: Timings, { sections, totals }: ClassicRequest, architecture: string): string {
  const naming = { by: 'all', architecture, whole: '', nameOf: () => '' } as const;
  const own = sections.map(({ title }, bit) => {
    const calls = timings.calls.filter(({ key }) => (key >> bit) & 1);
    return classicTable(title, rowsOf({ ...timings, calls }, naming));
  });
  const all = classicTable(classicTotal(sections.length > 0), rowsOf(timings, naming));
  return [...(totals || sections.length === 0 ? [all] : []), ...own].join('');
}
