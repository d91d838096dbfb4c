package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"strings"

	"github.com/np-guard/netpol-analyzer/pkg/netpol/eval"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"npgen/referee/lines"
)

// Connections is the part of the engine's own set of connections that is asked.
type Connections interface {
	Contains(port, protocol string) bool
}

// cluster is a world as the engine has it.
type cluster struct {
	world  *lines.World
	engine *eval.PolicyEngine
	pods   map[string]eval.Peer
	// ranges divide all IPv4 addresses so that no policy tells two of a range apart.
	ranges []eval.Peer
	known  map[[2]int]answer
}

type answer struct {
	connections Connections
	err         error
}

func newCluster(world *lines.World) (*cluster, error) {
	engine := eval.NewPolicyEngine()
	namespaces, err := namespacesOf(world)
	if err != nil {
		return nil, err
	}
	for _, namespace := range namespaces {
		if err := engine.InsertObject(namespace); err != nil {
			return nil, err
		}
	}
	var policies []*networkingv1.NetworkPolicy
	for _, object := range world.Policies {
		policy := &networkingv1.NetworkPolicy{}
		if err := json.Unmarshal(object, policy); err != nil {
			return nil, err
		}
		policies = append(policies, policy)
		if err := engine.InsertObject(policy); err != nil {
			return nil, err
		}
	}
	if overlapInPart(policies) {
		return nil, errRanges
	}
	for at := range world.Pods {
		if err := engine.InsertObject(podAt(world, at)); err != nil {
			return nil, err
		}
	}
	cluster := &cluster{world: world, engine: engine, pods: map[string]eval.Peer{}, known: map[[2]int]answer{}}
	workloads, err := engine.GetWorkloadPeersList()
	if err != nil {
		return nil, err
	}
	for _, workload := range workloads {
		cluster.pods[workload.Name()] = workload
	}
	_, _, cluster.ranges, err = engine.GetIPBlockPeersLists()
	return cluster, err
}

// namespacesOf are the namespaces of the pods. Each has but one set of labels.
func namespacesOf(world *lines.World) (map[string]*corev1.Namespace, error) {
	namespaces := map[string]*corev1.Namespace{}
	for _, pod := range world.Pods {
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: pod.Namespace, Labels: pod.NamespaceLabels}}
		if other, known := namespaces[pod.Namespace]; known && !maps.Equal(other.Labels, namespace.Labels) {
			return nil, fmt.Errorf("the namespace %s has two sets of labels", pod.Namespace)
		}
		namespaces[pod.Namespace] = namespace
	}
	return namespaces, nil
}

func nameAt(at int) string {
	return fmt.Sprintf("pod-%d", at)
}

// podAt is a running pod: the engine takes none without addresses of it and its node.
func podAt(world *lines.World, at int) *corev1.Pod {
	pod := world.Pods[at]
	var containers []corev1.Container
	for _, port := range pod.NamedPorts {
		declared := corev1.ContainerPort{
			Name:          port.Name,
			Protocol:      corev1.Protocol(port.Protocol),
			ContainerPort: int32(port.Number),
		}
		containers = append(containers, corev1.Container{Ports: []corev1.ContainerPort{declared}})
	}
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: nameAt(at), Namespace: pod.Namespace, Labels: pod.Labels},
		Spec:       corev1.PodSpec{Containers: containers},
		Status:     corev1.PodStatus{HostIP: "192.0.2.1", PodIPs: []corev1.PodIP{{IP: pod.Address}}},
	}
}

// between is what may pass from one end to another.
func (cluster *cluster) between(source, destination int) (Connections, error) {
	key := [2]int{source, destination}
	if known, is := cluster.known[key]; is {
		return known.connections, known.err
	}
	var found answer
	found.connections, found.err = cluster.ask(source, destination)
	cluster.known[key] = found
	return found.connections, found.err
}

func (cluster *cluster) ask(source, destination int) (Connections, error) {
	from, err := cluster.peer(source)
	if err != nil {
		return nil, err
	}
	to, err := cluster.peer(destination)
	if err != nil {
		return nil, err
	}
	return cluster.engine.AllAllowedConnectionsBetweenWorkloadPeers(from, to)
}

func (cluster *cluster) peer(index int) (eval.Peer, error) {
	if cluster.world.PodAt(index) != nil {
		return cluster.pods[nameAt(index)], nil
	}
	address, err := netip.ParseAddr(cluster.world.AddressAt(index))
	if err != nil {
		return nil, err
	}
	if address.Is6() {
		return nil, errors.New(ipv6)
	}
	for _, peer := range cluster.ranges {
		for _, text := range strings.Split(peer.IP(), ",") {
			first, last, isRange := strings.Cut(strings.TrimSpace(text), "-")
			if !isRange {
				last = first
			}
			low, err := netip.ParseAddr(first)
			if err != nil {
				return nil, err
			}
			high, err := netip.ParseAddr(last)
			if err != nil {
				return nil, err
			}
			if low.Compare(address) <= 0 && address.Compare(high) <= 0 {
				return peer, nil
			}
		}
	}
	return nil, fmt.Errorf("no range has the address %s", address)
}
