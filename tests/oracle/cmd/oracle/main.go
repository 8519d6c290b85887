// Oracle parses command lines with the components' own flag sets.
//
// It reads one JSON object a line, {"component":"kubelet","args":["--a=b"]}, and answers each with
// one line: {"ok":true,"values":{...},"changed":[...]} or {"ok":false,"error":"..."}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"k8s.io/apiserver/pkg/util/compatibility"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/component-base/cli/globalflag"
	"k8s.io/component-base/logs"
	_ "k8s.io/component-base/logs/json/register" // as the components' own main packages do
	"k8s.io/component-base/version/verflag"
	apiserveroptions "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	controllermanageroptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	proxyapp "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
	kubeletoptions "k8s.io/kubernetes/cmd/kubelet/app/options"
)

type question struct {
	Component string   `json:"component"`
	Args      []string `json:"args"`
}

type answer struct {
	OK      bool              `json:"ok"`
	Values  map[string]string `json:"values,omitempty"`
	Changed []string          `json:"changed,omitempty"`
	Error   string            `json:"error,omitempty"`
}

func newSet(name string) *pflag.FlagSet {
	fs := pflag.NewFlagSet(name, pflag.ContinueOnError)
	fs.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	fs.SetOutput(io.Discard)
	return fs
}

// command is what the constructors of the commands do with the named sets of flags.
func command(name string, named *cliflag.NamedFlagSets) *pflag.FlagSet {
	verflag.AddFlags(named.FlagSet("global"))
	globalflag.AddGlobalFlags(named.FlagSet("global"), name, logs.SkipLoggingConfigurationFlags())
	fs := newSet(name)
	for _, set := range named.FlagSets {
		fs.AddFlagSet(set)
	}
	return fs
}

func flags(component string) (*pflag.FlagSet, error) {
	// The gates and versions of one command line must not reach the next.
	compatibility.DefaultComponentGlobalsRegistry.Reset()
	switch component {
	case "kube-apiserver":
		named := apiserveroptions.NewServerRunOptions().Flags()
		return command(component, &named), nil
	case "kube-controller-manager":
		options, err := controllermanageroptions.NewKubeControllerManagerOptions()
		if err != nil {
			return nil, err
		}
		named := options.Flags(controllermanager.KnownControllers(),
			controllermanager.ControllersDisabledByDefault(), controllermanager.ControllerAliases())
		return command(component, &named), nil
	case "kube-scheduler":
		return command(component, scheduleroptions.NewOptions().Flags), nil
	case "kube-proxy":
		fs := newSet(component)
		proxyapp.NewOptions().AddFlags(fs)
		// The command adds Go's global flags, and the library for commands these two.
		verflag.AddFlags(fs)
		fs.BoolP("help", "h", false, "")
		return fs, nil
	case "kubelet":
		config, err := kubeletoptions.NewKubeletConfiguration()
		if err != nil {
			return nil, err
		}
		fs := newSet(component)
		kubeletoptions.NewKubeletFlags().AddFlags(fs)
		kubeletoptions.AddKubeletConfigFlags(fs, config)
		kubeletoptions.AddGlobalFlags(fs)
		fs.BoolP("help", "h", false, "")
		return fs, nil
	}
	return nil, fmt.Errorf("no such component: %q", component)
}

func (q *question) answer() answer {
	fs, err := flags(q.Component)
	if err != nil {
		return answer{Error: err.Error()}
	}
	// These live in the process, not in the set.
	defer func() {
		for _, name := range []string{"version", "housekeeping-interval"} {
			if f := fs.Lookup(name); f != nil && f.Changed {
				_ = f.Value.Set(f.DefValue)
				f.Changed = false
			}
		}
	}()
	if err := fs.Parse(q.Args); err != nil {
		return answer{Error: err.Error()}
	}
	for i, arg := range fs.Args() {
		// The kubelet takes no argument at all, the others let empty ones pass.
		if q.Component == "kubelet" && i == 0 {
			return answer{Error: fmt.Sprintf("unknown command %s", arg)}
		}
		if arg != "" {
			return answer{Error: fmt.Sprintf("%q does not take any arguments, got %q", q.Component, fs.Args())}
		}
	}
	a := answer{OK: true, Values: map[string]string{}}
	fs.VisitAll(func(f *pflag.Flag) {
		a.Values[f.Name] = f.Value.String()
		if f.Changed {
			a.Changed = append(a.Changed, f.Name)
		}
	})
	return a
}

// answerOrPanic turns a panic of a flag into a refusal: kube-proxy's address flags panic on some texts.
func (q question) answerOrPanic() (a answer) {
	defer func() {
		if cause := recover(); cause != nil {
			a = answer{Error: fmt.Sprint("panic: ", cause)}
		}
	}()
	return q.answer()
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var q question
			a := answer{}
			if err := json.Unmarshal(line, &q); err != nil {
				a.Error = "question: " + err.Error()
			} else {
				a = q.answerOrPanic()
			}
			if err := encoder.Encode(a); err != nil {
				os.Exit(1)
			}
			// Answer at once: the other side may wait for it.
			if err := out.Flush(); err != nil {
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
