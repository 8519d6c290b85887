// Dropins computes the configuration that a kubelet would run with.
//
// It reads one JSON object a line,
//
//	{"config":"text of the file of --config, or null","dropins":{"10-a.conf":"text"},"args":["--a=b"]}
//
// and answers each with one line: {"ok":true,"config":{...}}, with "invalid" beside it where the
// kubelet would refuse that configuration, or {"ok":false,"error":"..."}. The file lies at
// /oracle/config.yaml and the drop-ins in /oracle/config.d, as far as answers name them.
//
// The steps are those of the kubelet's command (cmd/kubelet/app/server.go); the functions that do
// the work are its own.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"
	jsonpatch "gopkg.in/evanphx/json-patch.v4"

	utilfeature "k8s.io/apiserver/pkg/util/feature"
	cliflag "k8s.io/component-base/cli/flag"
	logsapi "k8s.io/component-base/logs/api/v1"
	_ "k8s.io/component-base/logs/json/register" // as the kubelet's own main package does
	"k8s.io/klog/v2"
	kubeletv1beta1 "k8s.io/kubelet/config/v1beta1"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	conversion "k8s.io/kubernetes/pkg/kubelet/apis/config/v1beta1"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/validation"
	"k8s.io/kubernetes/pkg/kubelet/eviction"
	"k8s.io/kubernetes/pkg/kubelet/kubeletconfig/configfiles"
	utilfs "k8s.io/kubernetes/pkg/util/filesystem"
)

type question struct {
	Config  *string           `json:"config"`
	Dropins map[string]string `json:"dropins"`
	Args    []string          `json:"args"`
}

type answer struct {
	OK      bool                                 `json:"ok"`
	Config  *kubeletv1beta1.KubeletConfiguration `json:"config,omitempty"`
	Invalid string                               `json:"invalid,omitempty"`
	Error   string                               `json:"error,omitempty"`
}

func quiet() *pflag.FlagSet {
	set := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	set.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	set.SetOutput(io.Discard)
	return set
}

func load(path string) (*kubeletconfig.KubeletConfiguration, error) {
	loader, err := configfiles.NewFsLoader(&utilfs.DefaultFs{}, path)
	if err != nil {
		return nil, err
	}
	config, err := loader.Load(context.Background())
	if err != nil {
		return nil, err
	}
	if config.EvictionHard == nil {
		config.EvictionHard = map[string]string{}
		for signal, threshold := range eviction.DefaultEvictionHard {
			config.EvictionHard[signal] = threshold
		}
	} else if config.MergeDefaultEvictionSettings {
		for signal, threshold := range eviction.DefaultEvictionHard {
			if _, there := config.EvictionHard[signal]; !there {
				config.EvictionHard[signal] = threshold
			}
		}
	}
	return config, nil
}

func merge(config *kubeletconfig.KubeletConfiguration, folder string) error {
	versioned := &kubeletv1beta1.KubeletConfiguration{}
	if err := conversion.Convert_config_KubeletConfiguration_To_v1beta1_KubeletConfiguration(config, versioned, nil); err != nil {
		return err
	}
	merged, err := json.Marshal(versioned)
	if err != nil {
		return err
	}
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || filepath.Ext(entry.Name()) != ".conf" {
			return nil
		}
		loader, err := configfiles.NewFsLoader(&utilfs.DefaultFs{}, path)
		if err != nil {
			return err
		}
		patch, kind, err := loader.LoadIntoJSON()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if kind == nil || kind.Empty() {
			return fmt.Errorf("%s: no apiVersion/kind", path)
		}
		if *kind != kubeletv1beta1.SchemeGroupVersion.WithKind("KubeletConfiguration") {
			return fmt.Errorf("%s: unknown apiVersion/kind: %v", path, kind)
		}
		merged, err = jsonpatch.MergePatch(merged, patch)
		return err
	})
	if err != nil {
		return err
	}
	versioned = &kubeletv1beta1.KubeletConfiguration{}
	if err := json.Unmarshal(merged, versioned); err != nil {
		return err
	}
	conversion.SetDefaults_KubeletConfiguration(versioned)
	return conversion.Convert_v1beta1_KubeletConfiguration_To_config_KubeletConfiguration(versioned, config, nil)
}

// flagsOver parses the command line again, over the configuration of the files.
func flagsOver(config *kubeletconfig.KubeletConfiguration, args []string) error {
	global := quiet()
	options.AddGlobalFlags(global)
	global.BoolP("help", "h", false, "")
	set := quiet()
	global.VisitAll(func(f *pflag.Flag) {
		set.VarP(cliflag.NoOp{}, f.Name, f.Shorthand, f.Usage)
	})
	options.NewKubeletFlags().AddFlags(set)
	options.AddKubeletConfigFlags(set, config)
	gates := config.FeatureGates
	if err := set.Parse(args); err != nil {
		return err
	}
	for gate, on := range gates {
		if _, there := config.FeatureGates[gate]; !there {
			config.FeatureGates[gate] = on
		}
	}
	return nil
}

var gates = utilfeature.DefaultMutableFeatureGate

func (q *question) answer(folder string) (a answer) {
	// Defaulting panics on feature gates that do not exist, and so does the kubelet then.
	defer func() {
		if r := recover(); r != nil {
			a = answer{Error: fmt.Sprint("panic: ", r)}
		}
	}()
	fail := func(err error) answer { return answer{Error: err.Error()} }
	// Feature gates are process-wide: a fresh copy for each question.
	utilfeature.DefaultMutableFeatureGate = gates.DeepCopy()
	utilfeature.DefaultFeatureGate = utilfeature.DefaultMutableFeatureGate

	args := append([]string{}, q.Args...)
	if q.Config != nil {
		path := filepath.Join(folder, "config.yaml")
		if err := os.WriteFile(path, []byte(*q.Config), 0o600); err != nil {
			return fail(err)
		}
		args = append(args, "--config="+path)
	}
	if q.Dropins != nil {
		path := filepath.Join(folder, "config.d")
		if err := os.Mkdir(path, 0o700); err != nil {
			return fail(err)
		}
		for name, text := range q.Dropins {
			file := filepath.Join(path, filepath.Clean("/"+name))
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				return fail(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				return fail(err)
			}
		}
		args = append(args, "--config-dir="+path)
	}

	flags := options.NewKubeletFlags()
	config, err := options.NewKubeletConfiguration()
	if err != nil {
		return fail(err)
	}
	set := quiet()
	flags.AddFlags(set)
	options.AddKubeletConfigFlags(set, config)
	options.AddGlobalFlags(set)
	set.BoolP("help", "h", false, "")
	if err := set.Parse(args); err != nil {
		return fail(fmt.Errorf("failed to parse kubelet flag: %w", err))
	}
	if rest := set.Args(); len(rest) > 0 {
		return fail(fmt.Errorf("unknown command %s", rest[0]))
	}
	if err := utilfeature.DefaultMutableFeatureGate.SetFromMap(config.FeatureGates); err != nil {
		return fail(err)
	}
	if err := options.ValidateKubeletFlags(flags); err != nil {
		return fail(err)
	}
	if flags.KubeletConfigFile != "" {
		if config, err = load(flags.KubeletConfigFile); err != nil {
			return fail(err)
		}
	}
	if flags.KubeletDropinConfigDirectory != "" {
		if err := merge(config, flags.KubeletDropinConfigDirectory); err != nil {
			return fail(err)
		}
	}
	if flags.KubeletConfigFile != "" || flags.KubeletDropinConfigDirectory != "" {
		if err := flagsOver(config, args); err != nil {
			return fail(err)
		}
		if err := utilfeature.DefaultMutableFeatureGate.SetFromMap(config.FeatureGates); err != nil {
			return fail(err)
		}
	}
	invalid := ""
	checked := config.DeepCopy()
	// Of this machine, not of the question.
	checked.FailCgroupV1 = false
	if err := validation.ValidateKubeletConfiguration(checked, utilfeature.DefaultFeatureGate); err != nil {
		invalid = err.Error()
	}
	versioned := &kubeletv1beta1.KubeletConfiguration{}
	if err := conversion.Convert_config_KubeletConfiguration_To_v1beta1_KubeletConfiguration(config, versioned, nil); err != nil {
		return fail(err)
	}
	return answer{OK: true, Config: versioned, Invalid: invalid}
}

func respond(line []byte) ([]byte, error) {
	var q question
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	a := answer{}
	folder, err := os.MkdirTemp("", "dropins")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if err := decoder.Decode(&q); err != nil {
		a.Error = "question: " + err.Error()
	} else {
		a = q.answer(folder)
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(a); err != nil {
		return nil, err
	}
	return bytes.ReplaceAll(text.Bytes(), []byte(folder), []byte("/oracle")), nil
}

func main() {
	// What the kubelet would log is not asked for.
	klog.SetOutput(io.Discard)
	klog.LogToStderr(false)
	if err := logsapi.AddFeatureGates(utilfeature.DefaultMutableFeatureGate); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			text, err := respond(line)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			if _, err := os.Stdout.Write(text); err != nil {
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
