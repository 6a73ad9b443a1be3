# zsh -f complete.zsh SCRIPT LINE: completes LINE in an interactive zsh; prints every match, then LINE as it has become
zmodload zsh/zpty
export OUT=$(mktemp)
zpty shell zsh -f -i
zpty -w shell "unsetopt promptsp beep; setopt extendedglob; autoload -Uz compinit; compinit -u -D; source ${(q)1}"
# What is handed to the line editor, seen on its way there; -O, -A and -D only ask
zpty -w shell 'compadd() {
  if [[ " ${@[1,(ie)--]} " != *" "-[^\ ]#[OAD]" "* ]]; then
    local -a matches
    builtin compadd -O matches "$@"
    print -rl -- $IPREFIX$^matches >> $OUT
  fi
  builtin compadd "$@"
}'
zpty -w shell 'complete-and-leave() { zle complete-word; print -r -- "$BUFFER" >> $OUT; exit }; zle -N complete-and-leave'
zpty -w shell 'bindkey "^T" complete-and-leave; PS1="%%%%%%"'
zpty -r shell seen '*%%%*'
zpty -w -n shell "$2"$'\C-t'
while zpty -t shell; do zpty -r shell seen '' ; sleep 0.01; done
cat -- $OUT
rm -f -- $OUT
