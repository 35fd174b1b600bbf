#!/usr/bin/env bash
# MeshConfig's field mesh_mTLS in JSON: a good guess is meshMtls, by protobuf's rule for names. Its name is meshMTLS. The guess is no
# error: istiod ignores keys that it does not know, so a minimum version of TLS that is written so is never in force, without a word.
# Written by its right name, a value that does not exist makes istiod refuse the configuration; by the guess anything passes.
#
# Seen with: istio.io/istio at the commit of 1.31.0 (pkg/config/mesh, which istiod reads its configuration by).
# Output seen:
#   mesh_mTLS TLSV1_3: TLSV1_3
#   meshMTLS TLSV1_3: TLSV1_3
#   meshMtls TLSV1_3: TLS_AUTO
#   meshMTLS TLSV9: refused
#   meshMtls TLSV9: TLS_AUTO
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"istio.io/istio/pkg/config/mesh"
)

func main() {
	for _, one := range [][2]string{{"mesh_mTLS", "TLSV1_3"}, {"meshMTLS", "TLSV1_3"}, {"meshMtls", "TLSV1_3"}, {"meshMTLS", "TLSV9"}, {"meshMtls", "TLSV9"}} {
		config, err := mesh.ApplyMeshConfigDefaults(one[0] + ": { minProtocolVersion: " + one[1] + " }")
		seen := "refused"
		if err == nil {
			seen = config.GetMeshMTLS().GetMinProtocolVersion().String()
		}
		fmt.Printf("%s %s: %s\n", one[0], one[1], seen)
	}
}
GO
export GOFLAGS=-mod=mod GOWORK=off CGO_ENABLED=0
go mod init example.org/finding 2>/dev/null
go get istio.io/istio/pkg/config/mesh@v0.0.0-20260827124520-eed52ebb66ad 2>/dev/null
seen=$(go run main.go)
echo "$seen"
[ "$seen" = "mesh_mTLS TLSV1_3: TLSV1_3
meshMTLS TLSV1_3: TLSV1_3
meshMtls TLSV1_3: TLS_AUTO
meshMTLS TLSV9: refused
meshMtls TLSV9: TLS_AUTO" ]
