/**
 * The process behind the terminal UI, which only draws: one reads the machine, and one more runs each session. It ends, and
 * ends what it started, when the UI closes its stdin: however the UI ends.
 */
import '../../io/open-files.ts'; // first: nothing that spc starts is to see its variable
import { MessageReader, messageLine } from '../../core/wire/lines.ts';
import type { WireAnswer, WireRequest } from '../../core/wire/types.ts';
import { closeAll } from './closing.ts';
import { answer } from './methods.ts';

const reader = new MessageReader<WireRequest>();
const send = (message: WireAnswer) => void process.stdout.write(messageLine(message));

// A terminal's ^C goes to all its processes: what it means is the UI's to say
process.on('SIGINT', () => undefined);
process.on('SIGTSTP', () => undefined); // stopped, it would hold up what it traces
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
process.stdout.on('error', () => undefined); // the UI has gone: stdin tells
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
  for (const request of reader.push(chunk)) void answer(request, send).then(send);
});
process.stdin.on('end', () => void end());
process.stdin.on('error', () => void end());

let isEnding = false;

/** The second time in a hurry. */
async function end(): Promise<void> {
  const hurry = isEnding;
  isEnding = true;
  await closeAll(hurry);
  process.exit(0);
}
