package main

import (
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/types"

	"npgen/referee/lines"
)

// namedPorts are those of all pods: to which number of a peer a name leads.
type namedPorts struct {
	all types.NamedPortMultiMap
}

func namedPortsOf(world *lines.World, ends []*identity.Identity) namedPorts {
	all := types.NewNamedPortMultiMap()
	for at, pod := range world.Pods {
		for _, port := range pod.NamedPorts {
			// A map has one port for a name, so each is an update of its own.
			one := types.NamedPortMap{}
			if err := one.AddPort(port.Name, port.Number, port.Protocol); err == nil {
				all.Update(ends[at].ID, nil, one)
			}
		}
	}
	return namedPorts{all: all}
}

func (ports namedPorts) GetNamedPorts() types.NamedPortMultiMap { return ports.all }
