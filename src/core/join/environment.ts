/** The environment of a command that enters a target. All texts are `NAME=value`. */

/** Where the programs of a target are looked for when it is not asked: what container engines set. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a command running with the target's files gets unless it is given the target's environment: nothing of the caller's but the terminal's type. */
export function cleanEnvironment(term: string | undefined): string[] {
  return [`PATH=${PATH}`, ...(term === undefined ? [] : [`TERM=${term}`])];
}

/** The target's own environment for its own programs; a PATH where it has none. */
export function targetEnvironment(target: readonly string[], term: string | undefined): string[] {
  const usable = target.filter((entry) => entry.indexOf('=') > 0);
  const missing = cleanEnvironment(term).filter((entry) => !usable.some((each) => nameOf(each) === nameOf(entry)));
  return [...usable, ...missing];
}

/** An environment merged for a host program, and the names that were left out. */
export interface MergedEnvironment {
  env: string[];
  leftOut: string[];
}

/**
 * The target's environment over the caller's, for programs of the host. Whoever wrote it may be hostile, and a variable
 * can make a program load code or start another: those that sudo(8) removes (its env_delete), and more of their kind,
 * stay the caller's own. So does whatever holds a `/`: no list of names is whole, but code is loaded from a path.
 */
export function mergedEnvironment(caller: readonly string[], target: readonly string[]): MergedEnvironment {
  const usable = target.filter((entry) => entry.indexOf('=') > 0);
  const [taken, left] = [usable.filter(isHarmless), usable.filter((entry) => !isHarmless(entry))];
  const names = new Set(taken.map(nameOf));
  const kept = caller.filter((entry) => !names.has(nameOf(entry)));
  const own = new Set(caller);
  return { env: [...kept, ...taken], leftOut: left.filter((entry) => !own.has(entry)).map(nameOf) };
}

const nameOf = (entry: string) => entry.slice(0, entry.indexOf('='));

function isHarmless(entry: string): boolean {
  const isFunction = entry.slice(entry.indexOf('=') + 1).startsWith('()');
  return !isFunction && !entry.includes('/') && !ACTING.test(nameOf(entry));
}

/** Of the loader, the C library, shells, interpreters, and of programs that start others or read code by a variable. */
const ACTING = new RegExp(
  `^(?:${[
    'PATH|HOME|SHELL|PWD|OLDPWD|TMPDIR|TMPPREFIX|USER|LOGNAME|MAIL|TERM|TERM_PROGRAM',
    'LD_.*|_RLD.*|DYLD_.*|LDR_.*|LIBPATH|SHLIB_PATH|GLIBC_TUNABLES|MALLOC_.*|GCONV_PATH|LOCPATH|NLSPATH|GETCONF_DIR',
    'LOCALDOMAIN|RES_OPTIONS|HOSTALIASES|RESOLV_.*|NIS_PATH|LIBC_.*',
    'TERMINFO|TERMINFO_DIRS|TERMPATH|TERMCAP|INPUTRC|NCURSES_.*',
    'IFS|CDPATH|ENV|PS[0-4]|PROMPT_COMMAND|GLOBIGNORE|SHELLOPTS|FPATH|NULLCMD|READNULLCMD|ZDOTDIR|BASH.*|FCEDIT|HISTFILE|EXECIGNORE',
    'PYTHON.*|PERL.*|RUBY.*|GEM_.*|NODE_.*|JAVA_.*|_JAVA_.*|JDK_.*|LUA_.*|TCL.*|PHP.*|GO[A-Z]*|DOTNET_.*|CORECLR_.*|AWKPATH|AWKLIBPATH|GUILE_.*|R_.*|ERL_.*|OCAML.*',
    'EDITOR|VISUAL|.*EDITOR|PAGER|.*PAGER|BROWSER|LESS.*|MANOPT|MORE|GIT_.*|SSH_.*|RSYNC_.*|CURL_HOME|WGETRC|SYSTEM_WGETRC|VIMINIT|EXINIT|VIM.*|GVIMINIT|MAKE.*|MFLAGS',
    'OPENSSL_.*|SSL_.*|KRB5.*|GSS.*|SASL_PATH|P11_.*|LDAP.*|XDG_.*|DBUS_.*|GIO_.*|GTK_.*|GDK_.*|QT_.*|GST_.*|AUTHSTATE|GCC_.*|COMPILER_PATH|LIBRARY_PATH|TAR_OPTIONS|GZIP|TAPE|POSIXLY_CORRECT|BPFTRACE_.*|BCC_.*|GDB.*|DEBUGINFOD_.*|STRACE_.*|SYSTEMD_.*|SUDO_.*|DOCKER_.*|CONTAINER.*|KUBE.*|SPC_.*|.*_WRAPPER|.*_PRELOAD|.*PROXY|.*proxy|.*_?DIR|.*PATH|.*_FILE|.*PLUGINS?|.*_OPTS|.*_OPTIONS|.*COMMAND|.*_CMD',
  ].join('|')})$`,
  's',
);
