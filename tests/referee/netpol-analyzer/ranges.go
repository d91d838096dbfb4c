package main

import (
	"errors"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// errRanges is why the engine is not asked about some policies: where what passes on the way out starts inside of what
// passes on the way in, and ends behind it, its Intersect of augmented_intervalset.go returns nothing.
var errRanges = errors.New("port ranges that overlap in part, of which the engine loses what they share")

type portRange struct {
	protocol    corev1.Protocol
	first, last int32
}

// overlapInPart tells whether two ranges of ports in the policies share some ports, or follow each other, and neither
// holds the other.
func overlapInPart(policies []*networkingv1.NetworkPolicy) bool {
	var ranges []portRange
	for _, policy := range policies {
		for _, rule := range policy.Spec.Ingress {
			ranges = append(ranges, rangesOf(rule.Ports)...)
		}
		for _, rule := range policy.Spec.Egress {
			ranges = append(ranges, rangesOf(rule.Ports)...)
		}
	}
	for _, one := range ranges {
		for _, other := range ranges {
			starts := one.first < other.first && other.first <= one.last+1
			if one.protocol == other.protocol && starts && one.last < other.last {
				return true
			}
		}
	}
	return false
}

func rangesOf(ports []networkingv1.NetworkPolicyPort) []portRange {
	var ranges []portRange
	for _, port := range ports {
		if port.Port == nil || port.Port.Type != intstr.Int {
			continue
		}
		protocol, last := corev1.ProtocolTCP, port.Port.IntVal
		if port.Protocol != nil {
			protocol = *port.Protocol
		}
		if port.EndPort != nil {
			last = *port.EndPort
		}
		ranges = append(ranges, portRange{protocol, port.Port.IntVal, last})
	}
	return ranges
}
