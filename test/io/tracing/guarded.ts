/** A process that pins another to CPU 0, marks a child and makes a file, all told to its guard; then waits to be killed. */
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { identify } from '../../../src/io/builtin/pids.ts';
import { MARK, newMark } from '../../../src/io/guard/marked.ts';
import { openGuard } from '../../../src/io/tracing/guard.ts';

const [pid = '', cpus = '', file = ''] = process.argv.slice(2);
const guard = openGuard();
const mark = newMark();
await guard.affinity({ pid: Number(pid), startTime: Number(identify(Number(pid))?.startTime) }, cpus);
await guard.marked(mark);
await guard.file(file);
execFileSync('taskset', ['-p', '-c', '0', pid]);
writeFileSync(file, '');
const child = spawn('sleep', ['1000'], { env: { ...process.env, [MARK]: mark }, detached: true, stdio: 'ignore' });
process.stdout.write(`${child.pid}\n`);
setInterval(() => {}, 1000);
