# bash complete.bash SCRIPT WORD...: completes the last of the words, split as readline splits a line; prints each match,
# or what readline is told to offer in their stead
source "$1"
shift
compopt() { printf '%s\n' "$*"; }
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_spc
((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}"
exit 0
