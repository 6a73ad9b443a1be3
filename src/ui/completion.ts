/** Shell completion, made from the same tree of commands that --help is made from. */

export interface CommandTree {
  name: string;
  description: string;
  options: { long: string; short?: string; description: string; takesValue: boolean; choices: string[] }[];
  /** Words an operand may be: recipes for an image, commands for `help`. */
  operands: string[];
  commands: CommandTree[];
}

export const SHELLS = { bash, zsh, fish } satisfies Record<string, (tree: CommandTree) => string>;
export type Shell = keyof typeof SHELLS;

interface Place {
  /** `spc label expand`. */
  path: string;
  command: CommandTree;
}

/** Every command with its path, the program first. */
function places(command: CommandTree, before = ''): Place[] {
  const path = before ? `${before} ${command.name}` : command.name;
  return [{ path, command }, ...command.commands.flatMap((child) => places(child, path))];
}

const flagsOf = ({ options }: CommandTree) => options.flatMap(({ long, short }) => (short ? [long, short] : [long]));

/** A completion function for bash: finds the command on the line, then offers its words. */
function bash(tree: CommandTree): string {
  const all = places(tree);
  const words = all.map(({ path, command }) => {
    const offered = [...command.commands.map(({ name }) => name), ...command.operands, ...flagsOf(command)];
    return `    ${bashQuote(path)}) words=${bashQuote(offered.join(' '))} ;;`;
  });
  const values = all.flatMap(({ path, command }) =>
    command.options
      .filter(({ takesValue }) => takesValue)
      .map((option) => {
        const offered = option.choices.length ? `words=${bashQuote(option.choices.join(' '))}` : 'files=1';
        return `    ${[option.long, option.short]
          .filter(Boolean)
          .map((flag) => bashQuote(`${path} ${flag}`))
          .join('|')}) ${offered}; only=1 ;;`;
      }),
  );
  const paths = all
    .slice(1)
    .map(({ path }) => bashQuote(path))
    .join('|');
  return `# bash completion for spc: source it, or save it as /etc/bash_completion.d/spc
_spc() {
  local path=spc word words='' only='' files='' i
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$path $word" in ${paths}) path="$path $word" ;; esac
  done
  case "$path $previous" in
${values.join('\n')}
  esac
  if [ -z "$only" ]; then
    case $path in
${words.join('\n')}
    esac
  fi
  if [ -n "$files" ]; then COMPREPLY=($(compgen -f -- "$current"))
  else COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o bashdefault -o default -F _spc spc
`;
}

/** zsh: the same walk, with descriptions. */
function zsh(tree: CommandTree): string {
  const cases = places(tree).map(({ path, command }) => {
    const commands = command.commands.map(({ name, description }) => described(name, description));
    const operands = command.operands.map((word) => zshQuote(word));
    const options = command.options.flatMap(({ long, short, description }) =>
      [long, short].filter((flag) => flag !== undefined).map((flag) => described(flag, description)),
    );
    return `    ${zshQuote(path)}) offered=(${[...commands, ...operands, ...options].join(' ')}) ;;`;
  });
  const values = places(tree).flatMap(({ path, command }) =>
    command.options
      .filter(({ choices }) => choices.length)
      .map(
        ({ long, choices }) =>
          `    ${zshQuote(`${path} ${long}`)}) offered=(${choices.map(zshQuote).join(' ')}); only=1 ;;`,
      ),
  );
  const paths = places(tree)
    .slice(1)
    .map(({ path }) => zshQuote(path))
    .join('|');
  return `#compdef spc
# zsh completion for spc: save it as _spc in a folder of $fpath
_spc() {
  local path_=spc word only=''
  local -a offered
  for word in \${words[2,CURRENT-1]}; do
    case "$path_ $word" in (${paths}) path_="$path_ $word" ;; esac
  done
  case "$path_ \${words[CURRENT-1]}" in
${values.map((line) => line.replace(/^( +)/, '$1(')).join('\n')}
  esac
  if [[ -z $only ]]; then
    case $path_ in
${cases.map((line) => line.replace(/^( +)/, '$1(')).join('\n')}
    esac
  fi
  _describe spc offered || _files
}
if [[ $funcstack[1] = _spc ]]; then _spc "$@"; else compdef _spc spc; fi
`;
}

/** fish: one line an option, each under the condition that its command is on the line. */
function fish(tree: CommandTree): string {
  const lines = places(tree).flatMap(({ path, command }) => {
    const condition = fishQuote(`__spc_at ${path.split(' ').slice(1).join(' ')}`.trim());
    const say = (what: string, description: string) =>
      `complete -c spc -n ${condition} ${what} -d ${fishQuote(description)}`;
    return [
      ...command.commands.map(({ name, description }) => say(`-f -a ${fishQuote(name)}`, description)),
      ...command.operands.map((word) => say(`-a ${fishQuote(word)}`, '')),
      ...command.options.map(({ long, short, description, takesValue, choices }) => {
        const flags = [`-l ${long.slice(2)}`, ...(short ? [`-s ${short.slice(1)}`] : [])];
        const value = takesValue ? [choices.length ? `-x -a ${fishQuote(choices.join(' '))}` : '-r'] : [];
        return say([...flags, ...value].join(' '), description);
      }),
    ];
  });
  const paths = places(tree)
    .slice(1)
    .map(({ path }) => fishQuote(path))
    .join(' ');
  return `# fish completion for spc: save it as ~/.config/fish/completions/spc.fish
function __spc_at
  set -l path spc
  for word in (commandline -opc)[2..]
    contains -- "$path $word" ${paths}; and set path "$path $word"
  end
  test "$path" = (string join ' ' spc $argv)
end
${lines.join('\n')}
`;
}

const bashQuote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const zshQuote = bashQuote;
/** fish knows two escapes inside single quotes: \\' and \\\\. */
const fishQuote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const described = (word: string, description: string) => zshQuote(`${word.replaceAll(':', '\\:')}:${description}`);
