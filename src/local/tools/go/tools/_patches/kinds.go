// How the provider's components yaml/v2 and helm/v4 register the objects of their manifests. The original has a case of a
// type of its own for each of Kubernetes' kinds, which all register the same token; so one untyped case does for all.
package v2

import (
	"strings"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apiextensions"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// IsListKind says whether a kind is a list of Kubernetes' own, by its name as the provider itself does.
func IsListKind(apiVersion, kind string) bool {
	group, _, hasGroup := strings.Cut(apiVersion, "/")
	return strings.HasSuffix(kind, "List") && (!hasGroup || !strings.Contains(group, ".") || strings.HasSuffix(group, ".k8s.io"))
}

// RegisterResource registers an object under the token that typed resources of its kind have: kubernetes:core/v1:ConfigMap.
func RegisterResource(ctx *pulumi.Context, apiVersion, kind, name string, props pulumi.Input,
	opts ...pulumi.ResourceOption) (pulumi.CustomResource, error) {
	version := apiVersion
	if !strings.Contains(version, "/") {
		version = "core/" + version
	}
	var resource apiextensions.CustomResource
	if err := ctx.RegisterResource("kubernetes:"+version+":"+kind, name, props, &resource, opts...); err != nil {
		return nil, err
	}
	return &resource, nil
}
