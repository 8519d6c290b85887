// Zeros finds out what an explicit zero in a configuration file becomes: itself, or the default.
//
// For each field that has a value by default it decodes a file that sets the field to false, 0, "",
// 0s, [] or {}, with the component's own decoder, and prints what comes out where it is the default.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	proxyv1alpha1 "k8s.io/kube-proxy/config/v1alpha1"
	kubeletv1beta1 "k8s.io/kubelet/config/v1beta1"
	kubeletscheme "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	proxyscheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
)

func flatten(prefix string, v any, into map[string]any) {
	if m, ok := v.(map[string]any); ok && len(m) > 0 {
		for k, inner := range m {
			path := k
			if prefix != "" {
				path = prefix + "." + k
			}
			flatten(path, inner, into)
		}
		return
	}
	into[prefix] = v
}

func fields(o runtime.Object) (map[string]any, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	into := map[string]any{}
	flatten("", tree, into)
	return into, nil
}

func text(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

func zero(v any) any {
	switch v := v.(type) {
	case bool:
		return false
	case float64:
		return 0
	case string:
		if _, err := time.ParseDuration(v); err == nil {
			return "0s"
		}
		return ""
	case []any:
		return []any{}
	}
	return map[string]any{}
}

func file(kind, version, path string, value any) ([]byte, error) {
	tree := map[string]any{"kind": kind, "apiVersion": version}
	at := tree
	parts := strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		next := map[string]any{}
		at[part] = next
		at = next
	}
	at[parts[len(parts)-1]] = value
	return json.Marshal(tree)
}

func run(kind, version string, decode func([]byte) (runtime.Object, error)) error {
	base, err := decode([]byte(text(map[string]any{"kind": kind, "apiVersion": version})))
	if err != nil {
		return err
	}
	before, err := fields(base)
	if err != nil {
		return err
	}
	var paths []string
	for path := range before {
		if path != "kind" && path != "apiVersion" {
			paths = append(paths, path)
		}
	}
	sort.Strings(paths)
	for _, path := range paths {
		if before[path] == nil || before[path] == "0" {
			continue
		}
		set := zero(before[path])
		if text(set) == text(before[path]) {
			continue
		}
		data, err := file(kind, version, path, set)
		if err != nil {
			return err
		}
		object, err := decode(data)
		if err != nil {
			fmt.Printf("%s\t%s\t%s\terror\t\n", kind, path, text(set))
			continue
		}
		after, err := fields(object)
		if err != nil {
			return err
		}
		got, there := after[path]
		outcome, value := "kept", ""
		if there {
			value = text(got)
		}
		if there && value == text(before[path]) {
			outcome = "default"
		}
		fmt.Printf("%s\t%s\t%s\t%s\t%s\n", kind, path, text(set), outcome, value)
	}
	return nil
}

func main() {
	fmt.Println("kind\tpath\tset\toutcome\tvalue")
	scheme, codecs, err := kubeletscheme.NewSchemeAndCodecs(serializer.EnableStrict)
	if err == nil {
		err = run("KubeletConfiguration", kubeletv1beta1.SchemeGroupVersion.String(), func(data []byte) (runtime.Object, error) {
			internal, _, err := codecs.UniversalDecoder().Decode(data, nil, nil)
			if err != nil {
				return nil, err
			}
			out := &kubeletv1beta1.KubeletConfiguration{}
			return out, scheme.Convert(internal, out, nil)
		})
	}
	if err == nil {
		err = run("KubeProxyConfiguration", proxyv1alpha1.SchemeGroupVersion.String(), func(data []byte) (runtime.Object, error) {
			internal, _, err := proxyscheme.Codecs.UniversalDecoder().Decode(data, nil, nil)
			if err != nil {
				return nil, err
			}
			out := &proxyv1alpha1.KubeProxyConfiguration{}
			return out, proxyscheme.Scheme.Convert(internal, out, nil)
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
