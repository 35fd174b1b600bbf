#!/usr/bin/env bash
# pulumi.mergeOptions(base, more): a good guess is that it returns new options and leaves both as they are, as it does with dependsOn.
# The hooks of `more` are put into the very object of `base`: whoever merges the options of many resources over those of all gives each
# resource the hooks of every one before it, and runs them all.
#
# Seen with: @pulumi/pulumi 3.248.0 and 3.276.0 (Node.js SDK).
# Output seen, for each:
#   merged dependsOn: 1, of base: 0
#   base hooks: first,second
#   second hooks: first,second
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.mjs <<'JS'
import * as pulumi from "@pulumi/pulumi";
const resource = {};
const base = { dependsOn: [], hooks: {} };
const merge = (name) => pulumi.mergeOptions(base, { dependsOn: [resource], hooks: { beforeCreate: [name] } });
merge("first");
const second = merge("second");
console.log(`merged dependsOn: ${second.dependsOn.length}, of base: ${base.dependsOn.length}`);
console.log(`base hooks: ${base.hooks.beforeCreate}`);
console.log(`second hooks: ${second.hooks.beforeCreate}`);
JS
for version in 3.248.0 3.276.0; do
  npm install --silent --no-save --no-audit --no-fund --ignore-scripts --no-package-lock "@pulumi/pulumi@$version" >/dev/null 2>&1
  seen=$(node main.mjs)
  echo "$version"
  echo "$seen"
  [ "$seen" = "merged dependsOn: 1, of base: 0
base hooks: first,second
second hooks: first,second" ]
done
