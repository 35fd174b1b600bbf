#!/usr/bin/env bash
# Words without quotes in Pulumi.<stack>.yaml. A good guess: YAML 1.2, since `on` stays a text there. What the engine reads is a mix:
# 0644 is 420, as YAML 1.1 has it; 1_000 is 1000; a date becomes the text that Go prints of a time, "2026-11-30 00:00:00 +0000 UTC",
# also where a program compares it with "2026-11-30"; and a key 0644 is "420".
#
# Seen with: github.com/pulumi/pulumi/sdk/v3 v3.250.0 (workspace.LoadProjectStack, by which the CLI reads the file), which reads by
# gopkg.in/yaml.v3 v3.0.1; npm package yaml 2.9.1 for YAML 1.2.
# Output seen:
#   on: pulumi "on", YAML 1.2 "on"
#   0644: pulumi 420, YAML 1.2 644
#   1_000: pulumi 1000, YAML 1.2 "1_000"
#   0b11: pulumi 3, YAML 1.2 "0b11"
#   2026-11-30: pulumi "2026-11-30 00:00:00 +0000 UTC", YAML 1.2 "2026-11-30"
#   {0644: a}: pulumi {"420":"a"}, YAML 1.2 {"644":"a"}
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 >/dev/null
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

func main() {
	file := "Pulumi.dev.yaml"
	text := "config:\n  shop:values: [" + os.Args[1] + "]\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		panic(err)
	}
	stack, err := workspace.LoadProjectStack(nil, &workspace.Project{Name: "shop"}, file)
	if err != nil {
		panic(err)
	}
	value := stack.Config[config.MustMakeKey("shop", "values")]
	object, err := value.ToObject()
	if err != nil {
		panic(err)
	}
	read, err := json.Marshal(object.([]any)[0])
	if err != nil {
		panic(err)
	}
	fmt.Print(string(read))
}
GO
export GOFLAGS=-mod=mod GOWORK=off CGO_ENABLED=0
go mod init example.org/finding 2>/dev/null
go get github.com/pulumi/pulumi/sdk/v3/go/common/workspace@v3.250.0 2>/dev/null
go build -o read main.go

by_yaml() { node -e 'process.stdout.write(JSON.stringify(require("yaml").parse(process.argv[1])))' "$1"; }
seen=$(for word in on 0644 1_000 0b11 2026-11-30 "{0644: a}"; do
  echo "$word: pulumi $(./read "$word"), YAML 1.2 $(by_yaml "$word")"
done)
echo "$seen"
[ "$seen" = 'on: pulumi "on", YAML 1.2 "on"
0644: pulumi 420, YAML 1.2 644
1_000: pulumi 1000, YAML 1.2 "1_000"
0b11: pulumi 3, YAML 1.2 "0b11"
2026-11-30: pulumi "2026-11-30 00:00:00 +0000 UTC", YAML 1.2 "2026-11-30"
{0644: a}: pulumi {"420":"a"}, YAML 1.2 {"644":"a"}' ]
