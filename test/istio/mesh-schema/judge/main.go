package main

import (
	"bufio"
	"encoding/json"
	"os"

	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/kube/inject"
	"istio.io/istio/pkg/log"
)

// One JSON text a line: {"mesh": "..."} or {"annotation": "...", "value": "..."}; answers "" or the error.
func main() {
	o := log.DefaultOptions()
	o.SetDefaultOutputLevel("all", log.NoneLevel)
	log.Configure(o)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<24)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var q map[string]string
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			panic(err)
		}
		out.Encode(answer(q))
	}
}

func answer(q map[string]string) string {
	var err error
	if text, ok := q["mesh"]; ok {
		_, err = mesh.ApplyMeshConfigDefaults(text)
	} else {
		err = inject.AnnotationValidation[q["annotation"]](q["value"])
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
