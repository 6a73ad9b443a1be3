# fish --no-config complete.fish SCRIPT LINE: completes LINE; prints each match, a tab and its description
source $argv[1]
complete -C $argv[2]
