/** What the guard becomes when spc has ended and left something: undoes what the journal tells of. Argument: the journal. */
import { basename, dirname } from 'node:path';
import { undoJournal } from './guard/leftovers.ts';

// Node gives signals back the meaning that sh had taken from them
for (const name of ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTERM', 'SIGTSTP'] as const) process.on(name, () => {});

const [journal = ''] = process.argv.slice(2);
void undoJournal(dirname(journal), basename(journal)).finally(() => process.exit(0)); // signals are listened to: nothing else ends it
