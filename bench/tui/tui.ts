/** The terminal UI's figures: its start, rest, lists on a crowded machine, and a session beside its peers. */
import { measureBrowse, measureIdle, measureStart } from './still.ts';
import { measureStream } from './stream.ts';

const IDLE_SECONDS = 60;
/** With twenty rounds it is ten million lines. */
const LINES_A_ROUND = 500_000;

/** Needs root, docker, /opt/spc-lab's runc, less(1), and a quiet machine. A round is a start, and half a million lines. */
export async function measureTui(rounds: number): Promise<void> {
  await measureStart(rounds);
  await measureIdle(IDLE_SECONDS);
  await measureBrowse();
  await measureStream(rounds * LINES_A_ROUND);
}
