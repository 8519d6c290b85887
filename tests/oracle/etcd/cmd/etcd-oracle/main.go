// Etcd-oracle parses command lines and environments with etcd's own flag set.
//
// It reads one JSON object a line, {"args":["--a=b"],"env":{"ETCD_X":"y"}}, and answers each with one
// line: {"ok":true,"values":{...},"changed":[...]} or {"ok":false,"error":"..."}. The flags are parsed
// first, then the environment fills in those that were not given, as etcdmain's config.go does. With a
// file (--config-file, or ETCD_CONFIG_FILE) etcd would ignore all of that: "config_file" then names it.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	cconfig "go.etcd.io/etcd/server/v3/config"

	"go.etcd.io/etcd/pkg/v3/flags"
	"go.etcd.io/etcd/server/v3/embed"
)

type question struct {
	Component string            `json:"component"`
	Args      []string          `json:"args"`
	Env       map[string]string `json:"env"`
}

type answer struct {
	OK         bool              `json:"ok"`
	Values     map[string]string `json:"values,omitempty"`
	Changed    []string          `json:"changed,omitempty"`
	ConfigFile string            `json:"config_file,omitempty"`
	Error      string            `json:"error,omitempty"`
}

// What etcdmain adds to the flags of the embedded server.
var ignored = []string{
	"cluster-active-size", "cluster-remove-delay", "cluster-sync-interval", "config", "force", "max-result-buffer",
	"max-retry-attempts", "peer-heartbeat-interval", "peer-election-timeout", "retry-interval", "snapshot", "v", "vv",
	"test.coverprofile", "test.outputdir",
}

func newSet() *flag.FlagSet {
	fs := flag.NewFlagSet("etcd", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	embed.NewConfig().AddFlags(fs)
	fs.String("config-file", "", "")
	fs.Var(flags.NewSelectiveStringValue("exit", "proxy"), "discovery-fallback", "")
	fs.Var(flags.NewSelectiveStringValue(embed.ClusterStateFlagNew, embed.ClusterStateFlagExisting), "initial-cluster-state", "")
	fs.Var(flags.NewSelectiveStringsValue(string(cconfig.V2Depr1WriteOnly), string(cconfig.V2Depr1WriteOnlySkipCheck),
		string(cconfig.V2Depr1WriteOnlyDrop), string(cconfig.V2Depr2Gone)), "v2-deprecation", "")
	fs.Bool("version", false, "")
	for _, name := range ignored {
		fs.Var(&flags.IgnoredFlag{Name: name}, name, "")
	}
	return fs
}

// shadowed is what etcd dies of: a variable in the environment for a flag that was given.
func shadowed(given map[string]bool, env map[string]string) error {
	var names []string
	for name := range env {
		if given[name] {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	sort.Strings(names)
	return fmt.Errorf("conflicting environment variable is shadowed by corresponding command-line flag: %s",
		strings.Join(names, ", "))
}

func (q *question) answer() answer {
	os.Clearenv()
	for name, value := range q.Env {
		if err := os.Setenv(name, value); err != nil {
			return answer{Error: err.Error()}
		}
	}
	fs := newSet()
	if err := fs.Parse(q.Args); err != nil {
		return answer{Error: err.Error()}
	}
	if fs.NArg() != 0 {
		return answer{Error: fmt.Sprintf("%q is not a valid flag", fs.Arg(0))}
	}
	a := answer{OK: true, Values: map[string]string{}}
	a.ConfigFile = fs.Lookup("config-file").Value.String()
	if a.ConfigFile == "" {
		a.ConfigFile = os.Getenv(flags.FlagToEnv("ETCD", "config-file"))
	}
	if a.ConfigFile == "" {
		os.Unsetenv("ETCD_VERSION")
		given := map[string]bool{}
		fs.Visit(func(f *flag.Flag) { given[flags.FlagToEnv("ETCD", f.Name)] = true })
		// Without a logger the conflict would pass unnoticed.
		if err := flags.SetFlagsFromEnv(nil, "ETCD", fs); err != nil {
			return answer{Error: err.Error()}
		}
		if err := shadowed(given, q.Env); err != nil {
			return answer{Error: err.Error()}
		}
	}
	fs.VisitAll(func(f *flag.Flag) { a.Values[f.Name] = f.Value.String() })
	fs.Visit(func(f *flag.Flag) { a.Changed = append(a.Changed, f.Name) })
	return a
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var q question
			a := answer{}
			if err := json.Unmarshal(line, &q); err != nil {
				a.Error = "question: " + err.Error()
			} else {
				a = q.answer()
			}
			if err := encoder.Encode(a); err != nil {
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
