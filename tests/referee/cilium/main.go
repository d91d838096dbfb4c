// Command cilium answers with the parser and the policy engine of github.com/cilium/cilium.
package main

import (
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/u8proto"

	"npgen/referee/lines"
)

// Why a question cannot be asked.
const portZero = "Cilium looks up no port 0"

func main() {
	option.Config.EnableIPv4, option.Config.EnableIPv6 = true, true
	option.Config.EnableSCTP = true
	policy.SetPolicyEnabled(option.DefaultEnforcement)
	lines.Main(func() error { return lines.Answer(judge) })
}

func judge(world lines.World) lines.Verdicts {
	ends, err := identitiesOf(&world)
	if err != nil {
		return lines.Refused("%v", err)
	}
	repository := newRepository(ends)
	repository.SetNamedPortsGetter(namedPortsOf(&world, ends))
	for _, object := range world.Policies {
		if err := add(repository, object); err != nil {
			return lines.Refused("%v", err)
		}
	}
	engine := &engine{world: &world, ends: ends, repository: repository, distilled: map[int]*policy.EndpointPolicy{}}
	return world.Judge(func(source, destination int, port lines.Port) (bool, string) {
		if port.Number == 0 {
			return false, portZero
		}
		allowed := true
		if world.Direction != "Ingress" {
			allowed = engine.passes(source, destination, policy.EgressKey(), port)
		}
		if world.Direction != "Egress" {
			allowed = allowed && engine.passes(destination, source, policy.IngressKey(), port)
		}
		if engine.err != nil {
			return false, engine.err.Error()
		}
		return allowed, ""
	})
}

var protocols = map[string]u8proto.U8proto{"TCP": u8proto.TCP, "UDP": u8proto.UDP, "SCTP": u8proto.SCTP}
