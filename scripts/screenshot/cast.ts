import { StringDecoder } from 'node:string_decoder';
import type { Size } from './terminal.ts';

/**
 * An asciicast (version 2) of a recording by script(1). `timing` is its classic form: seconds since the line before,
 * and a count of bytes (script(1), "--logging-format"). The log's first line is script's own.
 */
export function toCast(output: Buffer, timing: string, { columns, rows }: Size, title: string): string {
  const decoder = new StringDecoder('utf8');
  let time = 0;
  let at = output.indexOf('\n') + 1;
  const events = timing
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [delay = 0, bytes = 0] = line.split(' ').map(Number);
      time += delay;
      const data = decoder.write(output.subarray(at, at + bytes));
      at += bytes;
      return [Number(time.toFixed(3)), 'o', data];
    });
  const header = {
    version: 2,
    width: columns,
    height: rows,
    title,
    env: { TERM: 'xterm-256color', SHELL: '/bin/bash' },
  };
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}
