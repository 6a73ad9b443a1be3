import { quotePosix } from './quote.ts';
import { type CommandTree, type Row, tablesOf, type Value } from './tree.ts';

/**
 * A completion script for bash 4.2 and later, which needs nothing from the bash-completion package. `compgen -W` is
 * not used: it expands its words, and would run a `$(…)` among them. What is offered is inserted quoted.
 */
export function bashCompletion(tree: CommandTree): string {
  const { commands, values, options, operands, tools } = tablesOf(tree);
  return `# bash completion for spc: source it, or save it as /etc/bash_completion.d/spc
_spc() {
  local typed=\${COMP_WORDS[COMP_CWORD]} path=spc pending= operand= ended= want= prefix= glue= word reply i
  local -a line=() offered=()
  # bash splits words at = and : too; here they are whole again
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]} reply=
    [[ $word && ! \${word//[=:]/} ]] && reply=1
    if [[ ( $glue || $reply ) && \${#line[@]} -gt 0 ]]; then line[\${#line[@]}-1]+=$word; else line+=("$word"); fi
    glue=$reply
  done
  [[ \${typed//[=:]/} ]] || typed=
  local current=\${line[\${#line[@]}-1]}

  for word in "\${line[@]:0:\${#line[@]}-1}"; do
    if [[ $pending ]]; then pending=
    elif [[ $word == -- && ! $ended ]]; then ended=1
    elif [[ $word == -?* && ! $ended ]]; then _spc_value "$path $word" && pending=$word
    elif [[ ! $operand ]] && _spc_command "$path $word"; then :
    else
      operand=1
      _spc_tool "$path" && ended=1
    fi
  done

  offered=() want=
  if [[ $pending ]]; then _spc_value "$path $pending"
  elif [[ $current == --*=* && ! $ended ]]; then
    prefix=\${current%%=*}=
    _spc_value "$path \${prefix%=}"
  elif [[ $current == -* && ! $ended ]]; then _spc_options "$path"
  elif [[ ! $operand ]]; then _spc_operand "$path"
  elif _spc_tool "$path"; then want=files
  fi

  COMPREPLY=()
  case $want in
    files) compopt -o bashdefault -o default ;;
    directories) compopt -o dirnames ;;
  esac
  for word in "\${offered[@]}"; do
    word=$prefix$word
    [[ $word == "$current"* ]] || continue
    # Of a word that bash has split, it wants the last part
    printf -v reply %q "\${word:\${#current}-\${#typed}}"
    COMPREPLY+=("$reply")
  done
}
_spc_command() {
  case $1 in
${arms(commands, (path) => `path=${quotePosix(path)}`)}
    *) return 1 ;;
  esac
}
_spc_value() {
  case $1 in
${arms(values, assign)}
    *) return 1 ;;
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
  case $1 in ${tools.map(quotePosix).join('|')}) ;; *) return 1 ;; esac
}
complete -F _spc spc
`;
}

const arms = <T>(rows: Row<T>[], body: (answer: T) => string): string =>
  rows.map(({ keys, answer }) => `    ${keys.map(quotePosix).join('|')}) ${body(answer)} ;;`).join('\n');

const assign = (value: Value): string =>
  typeof value === 'string' ? `want=${value}` : `offered=(${value.map(({ word }) => quotePosix(word)).join(' ')})`;
