/** Whether strace tells of a signal that stopped a process; without parsing all it tells. */

const MARK = Buffer.from(' --- stopped by ');

/** With what is before and behind it: a target may write the words, but not a line end, which strace escapes. */
const STOPPED = / \d+(?:\.\d+)? --- stopped by \S+ ---\n/;
/** Longer than all of it. */
const SEAM = 80;

export class StopWatch {
  saw = false;
  /** Of the chunks before, the end. */
  #end: Buffer = Buffer.alloc(0);

  /** Takes the next chunk of its output. */
  read(chunk: Buffer): void {
    if (this.saw) return;
    const seam = Buffer.concat([this.#end, chunk.subarray(0, SEAM)]);
    this.saw = tells(seam) || tells(chunk);
    this.#end = (chunk.length < SEAM ? seam : chunk).subarray(-SEAM);
  }
}

const tells = (bytes: Buffer) => bytes.includes(MARK) && STOPPED.test(bytes.toString('latin1'));
