// Command validate answers with the API server's own reading, defaults and validation of NetworkPolicies, without a
// server.
package main

import (
	"context"
	"encoding/json"
	"fmt"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/runtime"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/networking"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"

	"npgen/referee/lines"
)

// Object is the text of one object, YAML or JSON.
type Object struct {
	Text string `json:"text"`
}

// Answer says whether the API takes an object.
type Answer struct {
	// Object is the object with its defaults, as the API hands it out; none where it is refused.
	Object json.RawMessage `json:"object,omitempty"`
	// Error is why it is refused.
	Error string `json:"error,omitempty"`
}

func main() {
	// Strict, as `fieldValidation=Strict` has it: unknown and repeated fields are errors.
	options := serializer.SerializerOptions{Yaml: true, Strict: true}
	scheme := legacyscheme.Scheme
	reader := serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme, scheme, options)
	writer := serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme, scheme, serializer.SerializerOptions{})
	decoder := legacyscheme.Codecs.DecoderToVersion(reader, networking.SchemeGroupVersion)
	encoder := legacyscheme.Codecs.EncoderForVersion(writer, networkingv1.SchemeGroupVersion)
	lines.Main(func() error {
		return lines.Answer(func(object Object) Answer {
			policy, err := validate(decoder, object.Text)
			if err != nil {
				return Answer{Error: err.Error()}
			}
			text, err := runtime.Encode(encoder, policy)
			if err != nil {
				return Answer{Error: err.Error()}
			}
			return Answer{Object: text}
		})
	})
}

// validate reads a policy, fills in defaults, and checks it as if it were to be created.
func validate(decoder runtime.Decoder, text string) (*networking.NetworkPolicy, error) {
	object, _, err := decoder.Decode([]byte(text), nil, nil)
	if err != nil {
		return nil, err
	}
	policy, ok := object.(*networking.NetworkPolicy)
	if !ok {
		return nil, fmt.Errorf("%T is no NetworkPolicy", object)
	}
	ctx := genericapirequest.WithNamespace(context.Background(), policy.Namespace)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true,
		APIGroup:          "networking.k8s.io",
		APIVersion:        "v1",
		Resource:          "networkpolicies",
		Verb:              "create",
		Namespace:         policy.Namespace,
	})
	created := policy.DeepCopy()
	rest.FillObjectMetaSystemFields(created)
	return policy, rest.BeforeCreate(networkpolicy.Strategy, ctx, created)
}
