package main

import (
	"github.com/cilium/cilium/pkg/endpoint/regeneration"
	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/u8proto"

	"npgen/referee/lines"
)

// owner is a pod as the engine sees it when it computes its policy.
type owner struct {
	id    identity.NumericIdentity
	ports []lines.NamedPort
}

func (owner *owner) GetID() uint64 { return uint64(owner.id) }

func (owner *owner) GetIngressNamedPort(name string, protocol u8proto.U8proto) uint16 {
	for _, port := range owner.ports {
		if port.Name == name && protocols[port.Protocol] == protocol {
			return uint16(port.Number)
		}
	}
	return 0
}

func (owner *owner) PolicyDebug(string, ...any) {}

func (owner *owner) IsHost() bool { return false }

func (owner *owner) PreviousMapState() *policy.MapState { return nil }

func (owner *owner) RegenerateIfAlive(*regeneration.ExternalRegenerationMetadata) <-chan bool {
	done := make(chan bool)
	close(done)
	return done
}
