// Whose kinds and deployments the examples for Argo CD and Flux are held against; nothing of it is built.
module npgen.dev/tests/referee/gitops

go 1.26.3

require (
	github.com/argoproj/argo-cd/v3 v3.5.0
	github.com/fluxcd/kustomize-controller v1.9.6
	github.com/fluxcd/source-controller v1.9.6
)
