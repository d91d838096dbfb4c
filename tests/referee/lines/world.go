package lines

import (
	"encoding/json"
	"fmt"
)

// World is what an engine is asked: policies, who is there, and who calls whom.
type World struct {
	// Policies are the objects, as an API server hands them out.
	Policies []json.RawMessage `json:"policies"`
	Pods     []Pod             `json:"pods"`
	// Addresses are ends outside the cluster.
	Addresses []string `json:"addresses"`
	// Direction is whose policies decide: "Egress" the source's, "Ingress" the destination's, "Both" both.
	Direction string `json:"direction"`
	// Pairs are sources and destinations, as indices into Pods and then Addresses. Every pair is asked on every port.
	Pairs [][2]int `json:"pairs"`
	Ports []Port   `json:"ports"`
}

// Pod is an end inside the cluster.
type Pod struct {
	Namespace       string            `json:"namespace"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	Labels          map[string]string `json:"labels"`
	Address         string            `json:"address"`
	// NamedPorts are those that its containers declare.
	NamedPorts []NamedPort `json:"namedPorts"`
}

// NamedPort is a declared port.
type NamedPort struct {
	Name string `json:"name"`
	Port
}

// Port is what a packet is sent to.
type Port struct {
	// Protocol is "TCP", "UDP" or "SCTP".
	Protocol string `json:"protocol"`
	Number   int    `json:"number"`
}

// Verdicts is what an engine answers.
type Verdicts struct {
	// Pairs has a text for each pair with a letter for each port: '1' allowed, '0' denied, any other cannot be asked.
	Pairs []string `json:"pairs"`
	// Reasons says for each of those other letters why not.
	Reasons map[string]string `json:"reasons,omitempty"`
	// Error says why the engine does not take the policies at all; Pairs is then empty.
	Error string `json:"error,omitempty"`
}

// PodAt is the pod at an index, or nil where that is the index of an address.
func (world *World) PodAt(index int) *Pod {
	if index < len(world.Pods) {
		return &world.Pods[index]
	}
	return nil
}

// AddressAt is the address at an index that is not one of a pod.
func (world *World) AddressAt(index int) string {
	return world.Addresses[index-len(world.Pods)]
}

// Judge asks about each pair on each port, and about nothing where a reason is given.
func (world *World) Judge(allows func(source, destination int, port Port) (allowed bool, reason string)) Verdicts {
	verdicts := Verdicts{Pairs: make([]string, 0, len(world.Pairs)), Reasons: map[string]string{}}
	letters := map[string]byte{}
	for _, pair := range world.Pairs {
		row := make([]byte, 0, len(world.Ports))
		for _, port := range world.Ports {
			allowed, reason := allows(pair[0], pair[1], port)
			row = append(row, verdicts.letter(letters, allowed, reason))
		}
		verdicts.Pairs = append(verdicts.Pairs, string(row))
	}
	return verdicts
}

func (verdicts *Verdicts) letter(letters map[string]byte, allowed bool, reason string) byte {
	if reason == "" {
		if allowed {
			return '1'
		}
		return '0'
	}
	letter, known := letters[reason]
	if !known {
		letter = 'a' + byte(len(letters))
		letters[reason] = letter
		verdicts.Reasons[string(letter)] = reason
	}
	return letter
}

// Refused is the answer of an engine that does not take the policies.
func Refused(format string, arguments ...any) Verdicts {
	return Verdicts{Pairs: []string{}, Error: fmt.Sprintf(format, arguments...)}
}
