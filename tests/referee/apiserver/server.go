package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// startServer starts a kube-apiserver that authorizes by RBAC, and does not wait for it.
func startServer(folder, etcd string) (Ready, error) {
	port, err := freePort()
	if err != nil {
		return Ready{}, err
	}
	token, err := writeToken(filepath.Join(folder, "tokens.csv"))
	if err != nil {
		return Ready{}, err
	}
	if err := writeKey(filepath.Join(folder, "accounts.key")); err != nil {
		return Ready{}, err
	}
	command := app.NewAPIServerCommand()
	command.SetArgs([]string{
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--secure-port=" + strconv.Itoa(port),
		"--cert-dir=" + filepath.Join(folder, "certificates"),
		"--etcd-servers=" + etcd,
		"--token-auth-file=" + filepath.Join(folder, "tokens.csv"),
		"--authorization-mode=RBAC",
		// Nobody makes the account that it asks of every namespace.
		"--disable-admission-plugins=ServiceAccount",
		"--endpoint-reconciler-type=none",
		"--service-account-issuer=https://referee.invalid",
		"--service-account-key-file=" + filepath.Join(folder, "accounts.key"),
		"--service-account-signing-key-file=" + filepath.Join(folder, "accounts.key"),
		"--service-cluster-ip-range=10.96.0.0/16",
		"--enable-priority-and-fairness=false",
	})
	go func() {
		os.Exit(cli.Run(command))
	}()
	return Ready{
		Address: fmt.Sprintf("https://127.0.0.1:%d", port),
		Token:   token,
		CA:      filepath.Join(folder, "certificates", "apiserver.crt"),
	}, nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func writeToken(path string) (string, error) {
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token := hex.EncodeToString(secret)
	return token, os.WriteFile(path, []byte(token+",referee,referee,system:masters\n"), 0o600)
}

func writeKey(path string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return os.WriteFile(path, pem.EncodeToMemory(block), 0o600)
}
