/** Reports of clicks and the wheel, in SGR form (xterm's ctlseqs, 1000 and 1006). */
export const MOUSE_ON = '\x1b[?1000h\x1b[?1006h';
export const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l';
