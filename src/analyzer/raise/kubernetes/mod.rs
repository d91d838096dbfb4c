//! Kubernetes NetworkPolicies → rules.
