package main

import (
	"net/netip"

	"github.com/cilium/cilium/pkg/identity"
	ciliumio "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	"github.com/cilium/cilium/pkg/labels"

	"npgen/referee/lines"
)

// The cluster that pods and policies are in.
const cluster = "default"

// The first identity that is not reserved.
const firstPod = identity.NumericIdentity(1000)

// identitiesOf gives each pod and each address an identity, in the order of their indices.
func identitiesOf(world *lines.World) ([]*identity.Identity, error) {
	var all []*identity.Identity
	for at, pod := range world.Pods {
		all = append(all, identity.NewIdentityFromLabelArray(firstPod+identity.NumericIdentity(at), labelsOf(pod)))
	}
	for at, text := range world.Addresses {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, err
		}
		prefix := netip.PrefixFrom(address, address.BitLen())
		id := identity.IdentityScopeLocal + identity.NumericIdentity(at) + 1
		all = append(all, identity.NewIdentityFromLabelArray(id, labels.GetCIDRLabelArray(prefix).Sort()))
	}
	return all, nil
}

// labelsOf is what the agent makes of a pod's and its namespace's labels.
func labelsOf(pod lines.Pod) labels.LabelArray {
	all := labels.LabelArray{
		labels.NewLabel(ciliumio.PodNamespaceLabel, pod.Namespace, labels.LabelSourceK8s),
		labels.NewLabel(ciliumio.PolicyLabelCluster, cluster, labels.LabelSourceK8s),
	}
	for key, value := range pod.NamespaceLabels {
		all = append(all, labels.NewLabel(ciliumio.PodNamespaceMetaLabelsPrefix+key, value, labels.LabelSourceK8s))
	}
	for key, value := range pod.Labels {
		all = append(all, labels.NewLabel(key, value, labels.LabelSourceK8s))
	}
	return all.Sort()
}
