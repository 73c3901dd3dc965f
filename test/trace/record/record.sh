#!/bin/sh
# Records a scenario: sh record.sh scenario_main ../recordings/main.ndjson.gz
# Needs root, strace 5.9 or newer, ip, python3, node, curl. The programs run are harmless, and see only a loopback of their own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scenario=$1
target=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/*.py "$work"
env -i PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1 \
  strace -f --seccomp-bpf --decode-pids=pidns -q -ttt -v -s 400 -o "$work/trace" \
  -e trace=execve,clone,clone3,fork,vfork,openat,open,creat,connect,setsid,chdir,exit_group -e signal=none \
  /usr/bin/python3 "$work/node.py" "$scenario"
python3 "$here/reduce.py" "$scenario" "$work/trace" "$target"
