/** How the caller, the terminal or the system ends a session. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * SIGINT, SIGTERM or SIGHUP end the session in order; a second one at once; a third ends this process as if it were not
 * listened to: what is left then is the guard's to undo.
 */
export function endBySignals(ending: AbortController, hurry: AbortController): void {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (!ending.signal.aborted) ending.abort();
      else if (!hurry.signal.aborted) hurry.abort();
      else endNow(signal);
    });
  // stopped, spc reads no more, and a traced target waits for it
  process.on('SIGTSTP', () => process.stderr.write('spc: Ctrl-Z would hold up the target; Ctrl-C ends\n'));
  process.stderr.on('error', () => {}); // a terminal that was closed takes no notes
}

function endNow(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
