/** A process of its own that runs one container, so that a test can kill it. Arguments: options as JSON, then the command. */
import { startBuiltin } from '../../src/io/builtin.ts';
import { findImage } from '../../src/io/image-store.ts';
import { makePlan } from './builtin-world.ts';

const [words = '[]', ...argv] = process.argv.slice(2);
const image = findImage('localhost/spc-bb');
if (!image) throw new Error('the store has no image');
const { started, exited, child, id } = await startBuiltin(makePlan(image, JSON.parse(words), argv));
await started;
process.stdout.write(`${JSON.stringify({ id, pid: child.pid })}\n`);
if (JSON.parse(words).includes('detach')) process.exit(0);
process.exitCode = await exited;
