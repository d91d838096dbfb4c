package main

import (
	"encoding/json"
	"fmt"

	ipcachetypes "github.com/cilium/cilium/pkg/ipcache/types"
	"github.com/cilium/cilium/pkg/k8s"
	networkingv1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/networking/v1"
	"github.com/cilium/cilium/pkg/policy"
)

// add parses an object as the agent does, and adds its rules.
func add(repository *policy.Repository, object json.RawMessage) error {
	var meta struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	if err := json.Unmarshal(object, &meta); err != nil {
		return err
	}
	switch meta.APIVersion + " " + meta.Kind {
	case "networking.k8s.io/v1 NetworkPolicy":
		return addNetworkPolicy(repository, object)
	default:
		return fmt.Errorf("this judge does not know the kind %s of %s", meta.Kind, meta.APIVersion)
	}
}

func addNetworkPolicy(repository *policy.Repository, object json.RawMessage) error {
	policy := &networkingv1.NetworkPolicy{}
	if err := json.Unmarshal(object, policy); err != nil {
		return err
	}
	entries, err := k8s.ParseNetworkPolicy(logger, cluster, policy)
	if err != nil {
		return err
	}
	// The namespace decides whom the rules can bind.
	id := ipcachetypes.NewResourceID(ipcachetypes.ResourceKindNetpol, policy.Namespace, policy.Name)
	repository.ReplaceByResource(entries, id)
	return nil
}
