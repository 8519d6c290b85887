// Flagmap finds out which field of a component's configuration file each of its flags sets.
//
// Every flag is tried alone: a fresh set of options, the one flag parsed, the resulting
// configuration converted to its versioned form and compared with the one of no flags at all.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"
	"unsafe"

	"github.com/spf13/pflag"

	"k8s.io/apimachinery/pkg/runtime"
	cliflag "k8s.io/component-base/cli/flag"
	_ "k8s.io/component-base/logs/json/register" // as the components' own main packages do
	proxyv1alpha1 "k8s.io/kube-proxy/config/v1alpha1"
	schedulerv1 "k8s.io/kube-scheduler/config/v1"
	kubeletv1beta1 "k8s.io/kubelet/config/v1beta1"
	proxyapp "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
	kubeletoptions "k8s.io/kubernetes/cmd/kubelet/app/options"
	kubeletscheme "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	proxyconfig "k8s.io/kubernetes/pkg/proxy/apis/config"
	proxyscheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
	schedulerlatest "k8s.io/kubernetes/pkg/scheduler/apis/config/latest"
	schedulerscheme "k8s.io/kubernetes/pkg/scheduler/apis/config/scheme"
)

// A setup is one fresh set of options: its flags, and what reads the configuration once they are parsed.
type setup struct {
	flags *pflag.FlagSet
	read  func() (runtime.Object, error)
}

func newSet(name string) *pflag.FlagSet {
	fs := pflag.NewFlagSet(name, pflag.ContinueOnError)
	fs.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	fs.SetOutput(nothing{})
	return fs
}

type nothing struct{}

func (nothing) Write(p []byte) (int, error) { return len(p), nil }

func kubelet() (*setup, error) {
	config, err := kubeletoptions.NewKubeletConfiguration()
	if err != nil {
		return nil, err
	}
	scheme, _, err := kubeletscheme.NewSchemeAndCodecs()
	if err != nil {
		return nil, err
	}
	fs := newSet("kubelet")
	kubeletoptions.NewKubeletFlags().AddFlags(fs)
	kubeletoptions.AddKubeletConfigFlags(fs, config)
	kubeletoptions.AddGlobalFlags(fs)
	return &setup{fs, func() (runtime.Object, error) {
		out := &kubeletv1beta1.KubeletConfiguration{}
		return out, scheme.Convert(config, out, nil)
	}}, nil
}

func proxy() (*setup, error) {
	options := proxyapp.NewOptions()
	fs := newSet("kube-proxy")
	options.AddFlags(fs)
	return &setup{fs, func() (runtime.Object, error) {
		if err := options.Complete(fs); err != nil {
			return nil, err
		}
		field := reflect.ValueOf(options).Elem().FieldByName("config")
		config := *(**proxyconfig.KubeProxyConfiguration)(unsafe.Pointer(field.UnsafeAddr()))
		out := &proxyv1alpha1.KubeProxyConfiguration{}
		return out, proxyscheme.Scheme.Convert(config, out, nil)
	}}, nil
}

func scheduler() (*setup, error) {
	options := scheduleroptions.NewOptions()
	config, err := schedulerlatest.Default()
	if err != nil {
		return nil, err
	}
	options.ComponentConfig = config
	fs := newSet("kube-scheduler")
	for _, set := range options.Flags.FlagSets {
		fs.AddFlagSet(set)
	}
	return &setup{fs, func() (runtime.Object, error) {
		options.ApplyDeprecated()
		options.ApplyLeaderElectionTo(options.ComponentConfig)
		out := &schedulerv1.KubeSchedulerConfiguration{}
		return out, schedulerscheme.Scheme.Convert(options.ComponentConfig, out, nil)
	}}, nil
}

// candidates are values to try for a flag, the likeliest first.
func candidates(component string, f *pflag.Flag) []string {
	if component == "kube-proxy" && (f.Name == "healthz-port" || f.Name == "metrics-port") {
		// Other ports only complete an address that has none, and the default address has one.
		return []string{"0"}
	}
	if f.Name == "manifest-url-header" {
		return []string{"oracle:7"}
	}
	switch f.Value.Type() {
	case "bool":
		if f.DefValue == "true" {
			return []string{"false"}
		}
		return []string{"true"}
	case "duration":
		return []string{"7m7s"}
	case "mapStringBool":
		// A gate that is on anyway: gates are process-wide, and most depend on others.
		return []string{"RotateKubeletServerCertificate=true"}
	case "stringSlice":
		return []string{"10.9.8.0/24,10.9.7.0/24"}
	}
	return []string{"7", "10.9.8.7:1077", "10.9.8.7", "oracle", "oracle=7", "oracle<7", "oracle:7", "oracle=7:NoSchedule",
		"0:memory=7Mi", "ipvs", "ClusterCIDR", "7Mi", "json", "7s"}
}

func flatten(prefix string, v any, into map[string]string) {
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
	text, _ := json.Marshal(v)
	into[prefix] = string(text)
}

func fields(o runtime.Object) (map[string]string, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	into := map[string]string{}
	flatten("", tree, into)
	return into, nil
}

func differences(before, after map[string]string) []string {
	var paths []string
	for path, value := range after {
		if before[path] != value {
			paths = append(paths, path)
		}
	}
	for path := range before {
		if _, there := after[path]; !there {
			paths = append(paths, path)
		}
	}
	sort.Strings(paths)
	return paths
}

// trim ends a path at the map whose keys the flag itself gave.
func trim(path string) string {
	for _, key := range []string{"oracle", "RotateKubeletServerCertificate"} {
		if strings.HasSuffix(path, "."+key) {
			return strings.TrimSuffix(path, "."+key)
		}
	}
	return path
}

// within says that a deeper path of those found stands for this one: an empty object that got a field.
func within(path string, found map[string][2]string) bool {
	for other := range found {
		if strings.HasPrefix(other, path+".") {
			return true
		}
	}
	return false
}

// companions are what a flag has an effect only together with.
func companions(component, name string) []string {
	if component == "kube-proxy" && strings.HasPrefix(name, "ipvs-") {
		return []string{"--proxy-mode=ipvs"}
	}
	return nil
}

// namesFile says that a component reads or writes the file that the flag names: it is no field.
func namesFile(component, name string) bool {
	return component == "kube-proxy" && (name == "config" || name == "write-config-to")
}

func parse(make func() (*setup, error), args []string) (map[string]string, error) {
	one, err := make()
	if err != nil {
		return nil, err
	}
	if err := one.flags.Parse(args); err != nil {
		return nil, err
	}
	object, err := one.read()
	if err != nil {
		return nil, err
	}
	return fields(object)
}

func run(component string, make func() (*setup, error)) error {
	base, err := make()
	if err != nil {
		return err
	}
	var names []string
	base.flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	sort.Strings(names)
	for _, name := range names {
		found := map[string][2]string{}
		tried := ""
		with := companions(component, name)
		before, err := parse(make, with)
		if err != nil {
			return err
		}
		for _, value := range candidates(component, base.flags.Lookup(name)) {
			if namesFile(component, name) {
				break
			}
			after, err := parse(make, append(with[:len(with):len(with)], "--"+name+"="+value))
			if err != nil {
				continue
			}
			if tried == "" {
				tried = value
			}
			for _, path := range differences(before, after) {
				got := after[path]
				found[trim(path)] = [2]string{value, got}
			}
			if len(found) > 0 {
				break
			}
		}
		if row := read[component+" "+name]; row != "" && len(found) == 0 {
			fmt.Printf("%s\t%s\t%s\t\t\n", component, name, row)
			continue
		}
		if len(found) == 0 {
			if tried == "" && !namesFile(component, name) {
				fmt.Fprintf(os.Stderr, "%s --%s: no value was accepted\n", component, name)
			}
			fmt.Printf("%s\t%s\t\texperiment\t\t%s\t\n", component, name, tried)
		}
		var paths []string
		for path := range found {
			if !within(path, found) {
				paths = append(paths, path)
			}
		}
		sort.Strings(paths)
		for _, path := range paths {
			fmt.Printf("%s\t%s\t%s\texperiment\t%s\t%s\t%s\n", component, name, path, since[component+" "+name], found[path][0], found[path][1])
		}
	}
	return nil
}

// since holds the minors where a flag sets its field, where that is not all that have the flag.
// Read from cmd/kubelet/app/options and cmd/kube-proxy/app of 1.20 to 1.37.
var since = map[string]string{
	"kubelet container-runtime-endpoint": "1.27-",
	"kubelet image-service-endpoint":     "1.27-",
	"kubelet register-node":              "1.23-",
	"kubelet register-with-taints":       "1.23-",
	"kubelet v":                          "1.23-",
	"kubelet vmodule":                    "1.23-",
	"kubelet log-flush-frequency":        "1.23-",
	"kube-proxy v":                       "1.28-",
	"kube-proxy vmodule":                 "1.28-",
	"kube-proxy log-flush-frequency":     "1.28-",
	"kube-proxy logging-format":          "1.28-",
}

// read are flags that take part in a field's setting without writing to it: path, source and minors.
var read = map[string]string{
	// The kubelet runs with the flag or the field, whichever is true (cmd/kubelet/app/server.go, createAndInitKubelet).
	"kubelet seccomp-default": "seccompDefault\tsource-read\t1.22-",
}

// gone are the flags of older minors that set a field, read from the same sources.
var gone = []string{
	"kube-proxy\tproxy-port-range\tportRange\tsource-read\t1.20-1.30\t\t",
	"kube-proxy\tudp-timeout\tudpIdleTimeout\tsource-read\t1.20-1.25\t\t",
	"kube-scheduler\taddress\thealthzBindAddress\tsource-read\t1.20-1.22\t\t",
	"kube-scheduler\taddress\tmetricsBindAddress\tsource-read\t1.20-1.22\t\t",
	"kube-scheduler\tlock-object-name\tleaderElection.resourceName\tsource-read\t1.20-1.27\t\t",
	"kube-scheduler\tlock-object-namespace\tleaderElection.resourceNamespace\tsource-read\t1.20-1.27\t\t",
	"kube-scheduler\tport\thealthzBindAddress\tsource-read\t1.20-1.22\t\t",
	"kube-scheduler\tport\tmetricsBindAddress\tsource-read\t1.20-1.22\t\t",
	"kubelet\texperimental-kernel-memcg-notification\tkernelMemcgNotification\tsource-read\t1.20-1.24\t\t",
	"kubelet\texperimental-logging-sanitization\tlogging.sanitization\tsource-read\t1.20-1.23\t\t",
	"kubelet\tiptables-drop-bit\tiptablesDropBit\tsource-read\t1.20-1.27\t\t",
	"kubelet\tiptables-masquerade-bit\tiptablesMasqueradeBit\tsource-read\t1.20-1.27\t\t",
}

func main() {
	fmt.Println("component\tflag\tpath\tsource\tminors\ttried\tgot")
	for _, c := range []struct {
		name string
		make func() (*setup, error)
	}{{"kube-proxy", proxy}, {"kube-scheduler", scheduler}, {"kubelet", kubelet}} {
		if err := run(c.name, c.make); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", c.name, err)
			os.Exit(1)
		}
	}
	for _, row := range gone {
		fmt.Println(row)
	}
}
