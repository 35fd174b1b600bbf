#!/usr/bin/env bash
# A ConfigMap of versions: `data: { 1.10: new, 1.9: old }`. A good guess: JSON has only texts as keys, so the keys are "1.10" and "1.9".
# What sigs.k8s.io/yaml makes of them, and so kubectl: it reads the key as a number and writes that number, as short as a float of
# 32 bits can be, so that 1.10 is "1.1", 10000000.5 is "1e+07", and the keys 1.10 and 1.1 become one.
#
# Seen with: sigs.k8s.io/yaml v1.6.0.
# Output seen: {"1.1":"a","1.9":"b","1e+07":"c"}
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"sigs.k8s.io/yaml"
)

func main() {
	json, err := yaml.YAMLToJSON([]byte("{ 1.10: a, 1.9: b, 10000000.5: c }"))
	if err != nil {
		panic(err)
	}
	fmt.Println(string(json))
}
GO
export GOFLAGS=-mod=mod GOWORK=off
go mod init example.org/finding 2>/dev/null
go get sigs.k8s.io/yaml@v1.6.0 2>/dev/null
seen=$(go run main.go)
echo "$seen"
[ "$seen" = '{"1.1":"a","1.9":"b","1e+07":"c"}' ]
