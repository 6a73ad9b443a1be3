/** The clipboard of the user's own terminal, over ssh, too: OSC 52 of xterm's ctlseqs. */

/** Terminals take no more at a time. */
const MAX_BASE64 = 74_994;

/** What is to be written to the terminal; undefined: the text is too long. tmux passes it on when it is wrapped, and allowed to. */
export function clipboardSequence(text: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const base64 = Buffer.from(text).toString('base64');
  if (base64.length > MAX_BASE64) return undefined;
  const sequence = `\x1b]52;c;${base64}\x07`;
  return env['TMUX'] ? `${sequence}\x1bPtmux;\x1b${sequence}\x1b\\` : sequence;
}
