package main

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// Request is one line of input.
type Request struct {
	Method string `json:"method"`
	// Path is everything behind the address, the query too.
	Path string `json:"path"`
	// ContentType and Body are of what is sent, if anything.
	ContentType string `json:"contentType"`
	Body        string `json:"body"`
	// Accept is what the answer may be; JSON where it is empty.
	Accept string `json:"accept"`
}

// Response is the answer to it.
type Response struct {
	// Status is 0 where the server could not be reached.
	Status int `json:"status"`
	// Body is what the server said: JSON, or a text where that is no JSON.
	Body json.RawMessage `json:"body"`
}

type client struct {
	server Ready
	http   *http.Client
}

// newClient waits for the certificate that the server makes for itself.
func newClient(server Ready) (*client, error) {
	for range 600 {
		trusted := x509.NewCertPool()
		if certificate, err := os.ReadFile(server.CA); err == nil && trusted.AppendCertsFromPEM(certificate) {
			transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}
			return &client{server: server, http: &http.Client{Transport: transport, Timeout: time.Minute}}, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, errors.New("the server has no certificate after a minute")
}

// awaitReady waits until the server is ready and lets its administrator in.
func (client *client) awaitReady() error {
	var last Response
	for range 600 {
		last = client.do(Request{Method: "GET", Path: "/readyz"})
		if last.Status == http.StatusOK {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("the server is not ready after a minute: %s", last.Body)
}

func (client *client) do(request Request) Response {
	asked, err := http.NewRequest(request.Method, client.server.Address+request.Path, strings.NewReader(request.Body))
	if err != nil {
		return Response{Body: text(err.Error())}
	}
	asked.Header.Set("Authorization", "Bearer "+client.server.Token)
	asked.Header.Set("Accept", cmp.Or(request.Accept, "application/json"))
	if request.ContentType != "" {
		asked.Header.Set("Content-Type", request.ContentType)
	}
	answer, err := client.http.Do(asked)
	if err != nil {
		return Response{Body: text(err.Error())}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return Response{Body: text(err.Error())}
	}
	if !json.Valid(body) {
		body = text(string(body))
	}
	return Response{Status: answer.StatusCode, Body: body}
}

func text(message string) json.RawMessage {
	quoted, err := json.Marshal(message)
	if err != nil {
		return json.RawMessage(`""`)
	}
	return quoted
}
