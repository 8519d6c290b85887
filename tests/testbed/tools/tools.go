//go:build tools

// Package tools names the programs that render charts and kustomizations.
package tools

import (
	_ "helm.sh/helm/v4/cmd/helm"
	_ "sigs.k8s.io/kustomize/kustomize/v5"
)
