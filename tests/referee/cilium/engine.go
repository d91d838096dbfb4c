package main

import (
	"log/slog"

	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	"github.com/cilium/cilium/pkg/policy"
	testidentity "github.com/cilium/cilium/pkg/testutils/identity"
	testpolicy "github.com/cilium/cilium/pkg/testutils/policy"

	"npgen/referee/lines"
)

var logger = slog.New(slog.DiscardHandler)

// engine looks up what the policies of one end let pass, as policy.LookupFlow does, with the policy of each end
// computed once.
type engine struct {
	world      *lines.World
	ends       []*identity.Identity
	repository *policy.Repository
	distilled  map[int]*policy.EndpointPolicy
	err        error
}

// newRepository is one that knows all ends, and no policy.
func newRepository(ends []*identity.Identity) *policy.Repository {
	all := identity.IdentityMap{}
	for _, end := range ends {
		all[end.ID] = end.LabelArray
	}
	manager := identitymanager.NewIDManager(logger)
	repository := policy.NewPolicyRepository(logger, all, nil, nil, manager, testpolicy.NewPolicyMetricsNoop())
	repository.GetSelectorCache().SetLocalIdentityNotifier(testidentity.NewDummyIdentityNotifier())
	repository.UpdateIdentities(all, nil)
	return repository
}

// passes is whether the policies of an end let it talk with a peer. An address has no policies.
func (engine *engine) passes(own, peer int, key policy.Key, port lines.Port) bool {
	if engine.world.PodAt(own) == nil {
		return true
	}
	rules, err := engine.rulesOf(own)
	if err != nil {
		engine.err = err
		return false
	}
	key = key.WithIdentity(engine.ends[peer].ID).WithPortProto(protocols[port.Protocol], uint16(port.Number))
	entry, _, _ := rules.Lookup(key)
	return !entry.IsDeny()
}

func (engine *engine) rulesOf(own int) (*policy.EndpointPolicy, error) {
	if rules, known := engine.distilled[own]; known {
		return rules, nil
	}
	selected, _, err := engine.repository.ComputeSelectorPolicy(engine.ends[own])
	if err != nil {
		return nil, err
	}
	owner := &owner{id: engine.ends[own].ID, ports: engine.world.Pods[own].NamedPorts}
	rules := selected.DistillPolicy(logger, owner, nil)
	rules.Ready()
	rules.Detach(logger)
	selected.Supersede()
	engine.distilled[own] = rules
	return rules, nil
}
