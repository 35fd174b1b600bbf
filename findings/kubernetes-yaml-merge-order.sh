#!/usr/bin/env bash
# YAML's merge key (`<<`) gives a map defaults: a key that the map has itself wins, wherever it stands (https://yaml.org/type/merge.html),
# and so the npm package yaml reads it. Kubernetes does not: in sigs.k8s.io/yaml, by which kubectl reads files, what stands later wins,
# so a merge below a key overwrites it. A Deployment that says `replicas: 3` above `<<: *defaults` gets the replicas of the defaults.
#
# Seen with: sigs.k8s.io/yaml v1.6.0; npm package yaml 2.9.1.
# Output seen: "above: kubernetes 1, yaml 3; below: kubernetes 3, yaml 3"
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 >/dev/null
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	var read struct{ Replicas int }
	if err := yaml.Unmarshal([]byte(os.Args[1]), &read); err != nil {
		panic(err)
	}
	fmt.Print(read.Replicas)
}
GO
export GOFLAGS=-mod=mod GOWORK=off
go mod init example.org/finding 2>/dev/null
go get sigs.k8s.io/yaml@v1.6.0 2>/dev/null
go build -o read main.go

above=$'replicas: 3\n<<: { replicas: 1 }\n'
below=$'<<: { replicas: 1 }\nreplicas: 3\n'
by_yaml() { node -e 'process.stdout.write(String(require("yaml").parse(process.argv[1], { merge: true }).replicas))' "$1"; }
seen="above: kubernetes $(./read "$above"), yaml $(by_yaml "$above"); below: kubernetes $(./read "$below"), yaml $(by_yaml "$below")"
echo "$seen"
[ "$seen" = "above: kubernetes 1, yaml 3; below: kubernetes 3, yaml 3" ]
