#!/usr/bin/env bash
# A process manager, a CI runner or a script that starts `pulumi` from Pulumi's npm package ends it by a SIGTERM to the process that
# it started. A good guess: the signal reaches the CLI, which cancels the update in order. What happens: the package's script ends at
# once and the CLI goes on without it, with the stack's lock. On a terminal nobody sees it, since Ctrl-C reaches both.
#
# Seen with: npm package pulumi 3.265.0 (Node 20.20). The script spawns the CLI with inherited streams and has no handler of signals.
# Output seen: "script ended by SIGTERM; the CLI goes on"
# The CLI here is a stand-in of three lines, put where the package keeps the one that it would download.
set -euo pipefail
folder=$(mktemp -d)
trap '[ -s "$folder/pid" ] && kill -KILL "$(cat "$folder/pid")" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pulumi@3.265.0 >/dev/null

export PULUMI_HOME="$folder/home"
mkdir -p "$PULUMI_HOME/versions/3.265.0/bin"
cat >"$PULUMI_HOME/versions/3.265.0/bin/pulumi" <<CLI
#!/bin/sh
trap 'echo cancelled >$folder/cancelled; exit 0' TERM INT
echo \$\$ >$folder/pid
while :; do sleep 0.1; done
CLI
chmod +x "$PULUMI_HOME/versions/3.265.0/bin/pulumi"

node node_modules/pulumi/run.js up &
script=$!
for _ in $(seq 100); do [ -s pid ] && break; sleep 0.1; done
kill -TERM "$script"
code=0
wait "$script" || code=$?
sleep 1
if [ "$code" = 143 ] && kill -0 "$(cat pid)" && [ ! -e cancelled ]; then
  echo "script ended by SIGTERM; the CLI goes on"
  exit 0
fi
echo "changed: exit code $code, cancelled: $([ -e cancelled ] && echo yes || echo no)"
exit 1
