//! Policies → Kubernetes NetworkPolicies.
