// Command cyclonus answers with the matcher of github.com/mattfenwick/cyclonus.
package main

import (
	"encoding/json"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"npgen/referee/lines"
)

func main() {
	lines.Main(func() error { return lines.Answer(judge) })
}

func judge(world lines.World) lines.Verdicts {
	var policies []*networkingv1.NetworkPolicy
	for _, object := range world.Policies {
		policy := &networkingv1.NetworkPolicy{}
		if err := json.Unmarshal(object, policy); err != nil {
			return lines.Refused("%v", err)
		}
		policies = append(policies, policy)
	}
	policy := matcher.BuildNetworkPolicies(false, policies)
	return world.Judge(func(source, destination int, port lines.Port) (bool, string) {
		traffic := &matcher.Traffic{
			Source:           end(&world, source),
			Destination:      end(&world, destination),
			ResolvedPort:     port.Number,
			ResolvedPortName: name(world.PodAt(destination), port),
			Protocol:         corev1.Protocol(port.Protocol),
		}
		switch world.Direction {
		case "Egress":
			return policy.IsIngressOrEgressAllowed(traffic, false).IsAllowed(), ""
		case "Ingress":
			return policy.IsIngressOrEgressAllowed(traffic, true).IsAllowed(), ""
		default:
			return policy.IsTrafficAllowed(traffic).IsAllowed(), ""
		}
	})
}

func end(world *lines.World, index int) *matcher.TrafficPeer {
	pod := world.PodAt(index)
	if pod == nil {
		return &matcher.TrafficPeer{IP: world.AddressAt(index)}
	}
	return &matcher.TrafficPeer{
		IP: pod.Address,
		Internal: &matcher.InternalPeer{
			PodLabels:       pod.Labels,
			NamespaceLabels: pod.NamespaceLabels,
			Namespace:       pod.Namespace,
		},
	}
}

// name is what the destination's containers call a port, or nothing.
func name(pod *lines.Pod, port lines.Port) string {
	if pod == nil {
		return ""
	}
	for _, named := range pod.NamedPorts {
		if named.Port == port {
			return named.Name
		}
	}
	return ""
}
