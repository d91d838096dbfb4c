// Command netpol-analyzer answers with the engine behind `netpol-analyzer list`.
package main

import (
	"strconv"
	"strings"

	"npgen/referee/lines"
)

// Why a question cannot be asked.
const (
	oneDirection = "netpol-analyzer judges whole connections"
	itself       = "netpol-analyzer lets a pod always talk to itself"
	portZero     = "netpol-analyzer knows no port 0"
	ipv6         = "netpol-analyzer knows no IPv6"
	nameAndRange = "netpol-analyzer fails where a rule with a port's name is for an address"
	twoAddresses = "netpol-analyzer judges no connection of which neither end is a pod"
)

func main() {
	lines.Main(func() error { return lines.Answer(judge) })
}

func judge(world lines.World) lines.Verdicts {
	if world.Direction != "Both" {
		return lines.Refused(oneDirection)
	}
	cluster, err := newCluster(&world)
	if err != nil {
		return lines.Refused("%v", err)
	}
	return world.Judge(func(source, destination int, port lines.Port) (bool, string) {
		switch {
		case world.PodAt(source) == nil && world.PodAt(destination) == nil:
			return false, twoAddresses
		case source == destination:
			return false, itself
		case port.Number == 0:
			return false, portZero
		}
		connections, err := cluster.between(source, destination)
		if err != nil && strings.HasSuffix(err.Error(), "cannot convert named port for an IP destination") {
			return false, nameAndRange
		}
		if err != nil {
			return false, err.Error()
		}
		return connections.Contains(strconv.Itoa(port.Number), port.Protocol), ""
	})
}
