// Command pss tells which checks of the Pod Security Standards pods violate, by the code of the
// admission plugin itself.
//
// It reads pods, one JSON document a line, and writes a line for each:
// {"baseline": {"1.37": ["privileged"], ...}, "restricted": {...}}. The versions are its arguments.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// inForce is the form of a check in a version, or nil.
func inForce(check policy.Check, version api.Version) *policy.VersionedCheck {
	var found *policy.VersionedCheck
	for index := range check.Versions {
		one := &check.Versions[index]
		if !version.Older(one.MinimumVersion) {
			found = one
		}
	}
	return found
}

func violated(pod *corev1.Pod, level api.Level, version api.Version) []string {
	overridden := map[policy.CheckID]bool{}
	checks := map[policy.CheckID]*policy.VersionedCheck{}
	for _, check := range policy.DefaultChecks() {
		if check.Level == api.LevelRestricted && level != api.LevelRestricted {
			continue
		}
		if one := inForce(check, version); one != nil {
			checks[check.ID] = one
			for _, id := range one.OverrideCheckIDs {
				overridden[id] = true
			}
		}
	}
	ids := []string{}
	for id, check := range checks {
		if !overridden[id] && !check.CheckPod(&pod.ObjectMeta, &pod.Spec).Allowed {
			ids = append(ids, string(id))
		}
	}
	sort.Strings(ids)
	return ids
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		pod := &corev1.Pod{}
		if err := json.Unmarshal(in.Bytes(), pod); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		answer := map[string]map[string][]string{}
		for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
			answer[string(level)] = map[string][]string{}
			for _, text := range os.Args[1:] {
				version, err := api.ParseVersion("v" + text)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(2)
				}
				answer[string(level)][text] = violated(pod, level, version)
			}
		}
		if err := out.Encode(answer); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
