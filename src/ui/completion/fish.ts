import { quoteFish } from './quote.ts';
import { type CommandTree, type Offer, type Row, tablesOf, type Value } from './tree.ts';

/**
 * A completion script for fish 3 and later, with descriptions. Words are printed by functions: fish would expand
 * those given to `complete -a` itself, and run a `(…)` among them.
 */
export function fishCompletion(tree: CommandTree): string {
  const { commands, values, options, operands, tools } = tablesOf(tree);
  return `# fish completion for spc: save it as ~/.config/fish/completions/spc.fish
# Prints what may stand at the cursor: its kind, then a line for each word and its description
function __spc_here
  set -l at spc
  set -l pending
  set -l operand
  set -l ended
  for word in (commandline -opc)[2..]
    if test -n "$pending"
      set pending
    else if test -z "$ended" -a "x$word" = x--
      set ended 1
    else if test -z "$ended"; and string match -qr -- '^-.' $word
      __spc_value "$at $word" >/dev/null; and set pending $word
    else if test -z "$operand"; and set -l below (__spc_command "$at $word")
      set at $below
    else
      set operand 1
      __spc_tool $at; and set ended 1
    end
  end

  set -l current (commandline -ct)
  if test -n "$pending"
    __spc_value "$at $pending"
  else if test -z "$ended"; and string match -qr -- '^--.*=' $current
    set -l flag (string split -m1 = -- $current)[1]
    set -l rows (__spc_value "$at $flag")
    echo $rows[1]
    for row in $rows[2..]
      echo -- $flag=$row
    end
  else if test -z "$ended"; and string match -q -- '-*' $current
    __spc_options $at
  else if test -z "$operand"
    __spc_operand $at
  else if __spc_tool $at
    echo files
  end
end
function __spc_command
  switch $argv[1]
${arms(commands, (path) => `echo ${quoteFish(path)}`)}
    case '*'
      return 1
  end
end
function __spc_value
  switch $argv[1]
${arms(values, print)}
    case '*'
      return 1
  end
end
function __spc_options
  switch $argv[1]
${arms(options, print)}
  end
end
function __spc_operand
  switch $argv[1]
${arms(operands, print)}
  end
end
function __spc_tool
  contains -- $argv[1] ${tools.map(quoteFish).join(' ')}
end
function __spc_offer
  set -l rows (__spc_here)
  switch "$rows[1]"
    case words
      printf '%s\\n' $rows[2..]
    case directories
      __fish_complete_directories (commandline -ct) ''
  end
end
function __spc_files
  set -l rows (__spc_here)
  test "$rows[1]" = files
end
complete -c spc -f -a '(__spc_offer)'
complete -c spc -n __spc_files -F
`;
}

const arms = <T>(rows: Row<T>[], body: (answer: T) => string): string =>
  rows.map(({ keys, answer }) => `    case ${keys.map(quoteFish).join(' ')}\n      ${body(answer)}`).join('\n');

const print = (value: Value): string =>
  typeof value === 'string' ? `echo ${value}` : `printf '%s\\n' words ${value.map(described).join(' ')}`;

const described = ({ word, description }: Offer): string => quoteFish(`${word}\t${description}`);
