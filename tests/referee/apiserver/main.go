// Command apiserver is a kube-apiserver with its etcd in one process, on loopback.
//
// Its first line says where it is and who may do everything there. Each further line of input is a request, answered
// by what the server answers over HTTPS. It stops when the input ends.
package main

import (
	"bufio"
	"os"

	"npgen/referee/lines"
)

// Ready is the first line.
type Ready struct {
	Address string `json:"address"`
	// Token is a bearer token of the group system:masters.
	Token string `json:"token"`
	// CA is the file with the certificate to trust.
	CA string `json:"ca"`
}

func main() {
	lines.Main(run)
}

func run() error {
	folder, err := os.MkdirTemp("", "referee-apiserver-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	etcd, err := startEtcd(folder)
	if err != nil {
		return err
	}
	server, err := startServer(folder, etcd)
	if err != nil {
		return err
	}
	client, err := newClient(server)
	if err != nil {
		return err
	}
	if err := client.awaitReady(); err != nil {
		return err
	}
	if err := lines.Write(bufio.NewWriter(os.Stdout), server); err != nil {
		return err
	}
	return lines.Answer(client.do)
}
