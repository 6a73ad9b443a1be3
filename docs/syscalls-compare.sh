#!/bin/sh
# Times the system calls of a container of the same name on two machines, three times ten seconds each, and fails (98) when
# one of them became slower by more than LIMIT.
#
# usage: sh syscalls-compare.sh CONTAINER BEFORE AFTER [LIMIT]      BEFORE, AFTER: for ssh; `local`: this machine
set -eu
container=$1 before=$2 after=$3 limit=${4:-20%}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

measure() { # MACHINE FILE
  if [ "$1" = local ]; then
    spc syscalls "$container" -d 10s --json >"$2"
  else
    # the name is one word for the far shell, too
    ssh "$1" "sudo spc syscalls '$(printf %s "$container" | sed "s/'/'\\\\''/g")' -d 10s --json" >"$2"
  fi
}

for run in 1 2 3; do
  measure "$before" "$folder/before-$run.json"
  measure "$after" "$folder/after-$run.json"
done
spc syscalls diff --fail-on "$limit" "$folder"/before-*.json -- "$folder"/after-*.json
