/** The soft limit of open files that bin/spc saw. Imported by the table of commands, so that nothing that spc starts gets the variable. */
const given = process.env['SPC_NOFILE'];
delete process.env['SPC_NOFILE'];

/** As `ulimit -Sn` writes it: a number, or a word; undefined when spc was not started by bin/spc. */
export const startedWith = (): string | undefined => given;
