// The same as etcd's own main, in a folder of that name: its own would be built as "server", and so would Istio's echo server.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
