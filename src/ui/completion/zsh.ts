import { quotePosix } from './quote.ts';
import { type CommandTree, type Offer, type Row, tablesOf, type Value } from './tree.ts';

/** A completion script for zsh 5, with descriptions: autoloaded from $fpath as `_spc`, or sourced after compinit. */
export function zshCompletion(tree: CommandTree): string {
  const { commands, values, options, operands, tools } = tablesOf(tree);
  return `#compdef spc
# zsh completion for spc: save it as _spc in a folder of $fpath, or source it after compinit
_spc() {
  local at=spc pending= operand= ended= want= word
  local -a offered
  for word in "\${(@Q)words[2,CURRENT-1]}"; do
    if [[ -n $pending ]]; then pending=
    elif [[ $word == -- && -z $ended ]]; then ended=1
    elif [[ $word == -?* && -z $ended ]]; then _spc_value "$at $word" && pending=$word
    elif [[ -z $operand ]] && _spc_command "$at $word"; then :
    else
      operand=1
      _spc_tool "$at" && ended=1
    fi
  done

  offered=() want=
  if [[ -n $pending ]]; then _spc_value "$at $pending"
  elif [[ $PREFIX == --*=* && -z $ended ]]; then
    _spc_value "$at \${PREFIX%%=*}"
    compset -P '*='
  elif [[ $PREFIX == -* && -z $ended ]]; then
    _spc_options "$at"
    _describe -o -t options option offered
    return
  elif [[ -z $operand ]]; then _spc_operand "$at"
  elif _spc_tool "$at"; then want=files
  fi

  case $want in
    (files) _files ;;
    (directories) _files -/ ;;
    (*) (( $#offered )) && _describe -t words word offered ;;
  esac
}
_spc_command() {
  case $1 in
${arms(commands, (path) => `at=${quotePosix(path)}`)}
    (*) return 1 ;;
  esac
}
_spc_value() {
  case $1 in
${arms(values, assign)}
    (*) return 1 ;;
  esac
}
_spc_options() {
  case $1 in
${arms(options, assign)}
  esac
}
_spc_operand() {
  case $1 in
${arms(operands, assign)}
  esac
}
_spc_tool() {
  case $1 in (${tools.map(quotePosix).join('|')}) ;; (*) return 1 ;; esac
}
if [[ $funcstack[1] == _spc ]]; then _spc "$@"; else compdef _spc spc; fi
`;
}

const arms = <T>(rows: Row<T>[], body: (answer: T) => string): string =>
  rows.map(({ keys, answer }) => `    (${keys.map(quotePosix).join('|')}) ${body(answer)} ;;`).join('\n');

const assign = (value: Value): string =>
  typeof value === 'string' ? `want=${value}` : `offered=(${value.map(described).join(' ')})`;

/** `word:description`, as _describe reads it: a colon or backslash of the word is escaped (zshcompsys(1)). */
const described = ({ word, description }: Offer): string =>
  quotePosix(`${word.replaceAll(/[\\:]/g, '\\$&')}${description && ':'}${description}`);
