# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_plimsoll_global_optspecs
    string join \n h/help V/version
end

function __fish_plimsoll_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_plimsoll_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_plimsoll_using_subcommand
    set -l cmd (__fish_plimsoll_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c plimsoll -n "__fish_plimsoll_needs_command" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -s V -l version -d 'Print version'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "scan" -d 'Look at a target and judge it'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "collect" -d 'Look at a target and save what was seen, to be judged elsewhere'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "audit" -d 'Judge saved snapshots; several give one report over many hosts'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "demo" -d 'Audit a bundled snapshot of a real cluster\'s host'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "explain" -d 'Explain a check or a control: what, why, how to fix, which frameworks'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "benchmarks" -d 'List, show and compare benchmarks'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "checks" -d 'List checks, or run the examples of checks as tests'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "who-can" -d 'Say who may do something in a cluster, by RBAC'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "can" -d 'Say what somebody may do in a cluster, by RBAC, or whether they may do one thing'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "inventory" -d 'Take stock of clusters: nodes, namespaces, workloads, service accounts, images'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "rbac-manifest" -d 'Print the read-only role that a scan of a cluster needs'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "settings" -d 'Print the effective configuration of the components on this host'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "vars" -d 'List the variables that fit an audit to a deployment'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "what-if" -d 'Say what a change would break before it is made'
complete -c plimsoll -n "__fish_plimsoll_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and not __fish_seen_subcommand_from node files cluster cloud help" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and not __fish_seen_subcommand_from node files cluster cloud help" -f -a "node" -d 'This host, or a host\'s file system mounted somewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and not __fish_seen_subcommand_from node files cluster cloud help" -f -a "files" -d 'Manifests: files, directories, charts, kustomizations, dumps of a cluster, standard input'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and not __fish_seen_subcommand_from node files cluster cloud help" -f -a "cluster" -d 'A running cluster through its API, or a dump of one'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and not __fish_seen_subcommand_from node files cluster cloud help" -f -a "cloud" -d 'A managed cluster by what its provider says of it: see --cloud-facts'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and not __fish_seen_subcommand_from node files cluster cloud help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l root -d 'Directory that is the host\'s `/`: a mounted disk, or `/host` in a container' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l proc -d 'Directory that is the host\'s `/proc` [default: `proc` below --root]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l kubernetes-version -d 'Kubernetes version of the host, over what is seen. Example: 1.34' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l benchmark -d 'Benchmark to judge by; may be given several times [default: the one that fits]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l cloud-facts -d 'What the provider\'s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l level -d 'Only controls up to this profile level' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l role -d 'Only controls of these roles [default: all that what is looked at can answer]' -r -f -a "control-plane\t'API server, scheduler, controller manager'
etcd\t'etcd'
worker\t'kubelet and kube-proxy'
federation\t'Servers of a federation'
policies\t'What only the cluster\'s API can answer'
cloud\t'What only the provider of a managed cluster can answer'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l set -d 'Set a variable; may be given several times. `plimsoll vars` lists them' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l tailoring -d 'File of variables and of controls that are switched off, with reasons' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l checks -d 'Directory of checks of your own, in the form of the built-in ones' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -s o -l output -d 'Output format, with a file to write to; may be given several times. Formats: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l colour -d 'When to colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l width -d 'Columns of the terminal [default: as it is]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l fail-on -d 'End with code 3 when a control of this severity or above fails' -r -f -a "low\t'Any failure'
medium\t'Medium and above'
high\t'High and above'
critical\t'Only critical ones'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l save -d 'Save the snapshot as well, to be replayed by `plimsoll audit`' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l ask-api-server -d 'Ask the API server that the host\'s kubelet uses for the versions, as the kubelet. Without this option nothing is sent over the network'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -s v -l verbose -d 'Show every control, not only what needs attention'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -l strict -d 'End with code 4 when a control could not be looked at'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from node" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l kubernetes-version -d 'Kubernetes version to judge for [default: the newest known]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l check -d 'Only these checks of Kubernetes objects; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l skip -d 'Not these checks; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l benchmark -d 'Benchmark to judge by; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l set -d 'Set a variable; may be given several times. `plimsoll vars` lists them' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l tailoring -d 'File of variables, as for `scan node`' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l honour -d 'Honour the suppressions of these tools too' -r -f -a "checkov\t'Annotations `checkov.io/skip1: CKV_K8S_20=reason`'
kube-linter\t'Annotations `ignore-check.kube-linter.io/CHECK: reason`'
polaris\t'Annotations `polaris.fairwinds.com/CHECK-exempt: "true"`'
kube-score\t'Annotations `kube-score/ignore: CHECK,CHECK`'
trivy\t'Comments `# trivy:ignore:ID`'
kubescape\t'Annotations `kubescape.io/skip-controls: ID,ID`'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l baseline -d 'File of failures that were there before: they are counted and not shown' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l write-baseline -d 'Write all failures of this run to a baseline file' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l since -d 'Only failures that are not in this git revision' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l helm-values -d 'Values for charts; may be given several times' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l max-file-size -d 'Largest file that is read, in MiB' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -s o -l output -d 'Output format, with a file to write to; may be given several times. Formats: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l colour -d 'When to colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l width -d 'Columns of the terminal [default: as it is]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l fail-on -d 'End with code 3 when a control of this severity or above fails' -r -f -a "low\t'Any failure'
medium\t'Medium and above'
high\t'High and above'
critical\t'Only critical ones'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l all-checks -d 'Also the checks that state a preference and run only when asked for'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l no-render -d 'Do not run helm, kustomize or kubectl: charts and kustomizations are told as not judged'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l allow-network -d 'Let kustomize fetch remote bases'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -s v -l verbose -d 'Show every control, not only what needs attention'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -l strict -d 'End with code 4 when a control could not be looked at'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from files" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l kubeconfig -d 'Kubeconfig [default: KUBECONFIG, ~/.kube/config, the service account of this pod]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l context -d 'Context of the kubeconfig; several give one report over several clusters' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l cluster -d 'Cluster of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l user -d 'User of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -s s -l server -d 'Address of the API server' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l token -d 'Bearer token' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l as -d 'User to act as' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l as-group -d 'Group to act as; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l certificate-authority -d 'Certificate authority of the API server' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l client-certificate -d 'Client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l client-key -d 'Key of the client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l tls-server-name -d 'Name that the API server\'s certificate must have' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l request-timeout -d 'Seconds for one request' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l timeout -d 'Seconds for the whole look' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -s n -l namespace -d 'Only these namespaces; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l from-dump -d 'Read files that `kubectl get -o json` wrote, `-` for standard input, instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l cluster-name -d 'Name of the cluster in the report [default: as the kubeconfig calls it]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l kubelets -d 'Ask every node\'s kubelet for its configuration: through the API server (needs `get` on nodes/proxy) or at its own address (needs `get` on nodes/configz)' -r -f -a "proxy\t'Through the API server'
direct\t'At its own address'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l kubelet-certificate-authority -d 'Certificate authority of the kubelets, for `--kubelets direct` [default: the API server\'s]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l node -d 'Snapshots of its nodes, written by `collect node`: one report over cluster and nodes. Nodes of the cluster without one are told as not observed' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l check -d 'Only these checks of Kubernetes objects; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l skip -d 'Not these checks; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l benchmark -d 'Benchmark to judge by; may be given several times [default: the one that fits]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l cloud-facts -d 'What the provider\'s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l level -d 'Only controls up to this profile level' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l role -d 'Only controls of these roles [default: all that what is looked at can answer]' -r -f -a "control-plane\t'API server, scheduler, controller manager'
etcd\t'etcd'
worker\t'kubelet and kube-proxy'
federation\t'Servers of a federation'
policies\t'What only the cluster\'s API can answer'
cloud\t'What only the provider of a managed cluster can answer'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l set -d 'Set a variable; may be given several times. `plimsoll vars` lists them' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l tailoring -d 'File of variables and of controls that are switched off, with reasons' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l checks -d 'Directory of checks of your own, in the form of the built-in ones' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -s o -l output -d 'Output format, with a file to write to; may be given several times. Formats: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l colour -d 'When to colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l width -d 'Columns of the terminal [default: as it is]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l fail-on -d 'End with code 3 when a control of this severity or above fails' -r -f -a "low\t'Any failure'
medium\t'Medium and above'
high\t'High and above'
critical\t'Only critical ones'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l save -d 'Save the snapshot as well, to be replayed by `plimsoll audit`' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l all-contexts -d 'Every context of the kubeconfig'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l insecure-skip-tls-verify -d 'Do not verify the API server\'s certificate: whoever stands between can answer for it'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l whole -d 'The dump holds everything: a kind without objects in it has none'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l secrets -d 'Also list Secrets: their names, types and owners. Their values are never asked for'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l insecure-kubelets -d 'Do not verify the kubelets\' certificates'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l all-checks -d 'Also the checks that state a preference and run only when asked for'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -s v -l verbose -d 'Show every control, not only what needs attention'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -l strict -d 'End with code 4 when a control could not be looked at'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cluster" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l benchmark -d 'Benchmark to judge by; may be given several times [default: the one that fits]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l cloud-facts -d 'What the provider\'s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l level -d 'Only controls up to this profile level' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l role -d 'Only controls of these roles [default: all that what is looked at can answer]' -r -f -a "control-plane\t'API server, scheduler, controller manager'
etcd\t'etcd'
worker\t'kubelet and kube-proxy'
federation\t'Servers of a federation'
policies\t'What only the cluster\'s API can answer'
cloud\t'What only the provider of a managed cluster can answer'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l set -d 'Set a variable; may be given several times. `plimsoll vars` lists them' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l tailoring -d 'File of variables and of controls that are switched off, with reasons' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l checks -d 'Directory of checks of your own, in the form of the built-in ones' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -s o -l output -d 'Output format, with a file to write to; may be given several times. Formats: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l colour -d 'When to colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l width -d 'Columns of the terminal [default: as it is]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l fail-on -d 'End with code 3 when a control of this severity or above fails' -r -f -a "low\t'Any failure'
medium\t'Medium and above'
high\t'High and above'
critical\t'Only critical ones'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -s v -l verbose -d 'Show every control, not only what needs attention'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -l strict -d 'End with code 4 when a control could not be looked at'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from cloud" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "node" -d 'This host, or a host\'s file system mounted somewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "files" -d 'Manifests: files, directories, charts, kustomizations, dumps of a cluster, standard input'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "cluster" -d 'A running cluster through its API, or a dump of one'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "cloud" -d 'A managed cluster by what its provider says of it: see --cloud-facts'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand scan; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and not __fish_seen_subcommand_from node cluster help" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and not __fish_seen_subcommand_from node cluster help" -f -a "node" -d 'This host, or a host\'s file system mounted somewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and not __fish_seen_subcommand_from node cluster help" -f -a "cluster" -d 'A running cluster through its API, or a dump of one'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and not __fish_seen_subcommand_from node cluster help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -l root -d 'Directory that is the host\'s `/`: a mounted disk, or `/host` in a container' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -l proc -d 'Directory that is the host\'s `/proc` [default: `proc` below --root]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -l kubernetes-version -d 'Kubernetes version of the host, over what is seen. Example: 1.34' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -s o -l output -d 'File to write the snapshot to' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -l set -d 'Set a path variable; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -l ask-api-server -d 'Ask the API server that the host\'s kubelet uses for the versions, as the kubelet. Without this option nothing is sent over the network'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from node" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l kubeconfig -d 'Kubeconfig [default: KUBECONFIG, ~/.kube/config, the service account of this pod]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l context -d 'Context of the kubeconfig; several give one report over several clusters' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l cluster -d 'Cluster of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l user -d 'User of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -s s -l server -d 'Address of the API server' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l token -d 'Bearer token' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l as -d 'User to act as' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l as-group -d 'Group to act as; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l certificate-authority -d 'Certificate authority of the API server' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l client-certificate -d 'Client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l client-key -d 'Key of the client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l tls-server-name -d 'Name that the API server\'s certificate must have' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l request-timeout -d 'Seconds for one request' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l timeout -d 'Seconds for the whole look' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -s n -l namespace -d 'Only these namespaces; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l from-dump -d 'Read files that `kubectl get -o json` wrote, `-` for standard input, instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l cluster-name -d 'Name of the cluster in the report [default: as the kubeconfig calls it]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l kubelets -d 'Ask every node\'s kubelet for its configuration: through the API server (needs `get` on nodes/proxy) or at its own address (needs `get` on nodes/configz)' -r -f -a "proxy\t'Through the API server'
direct\t'At its own address'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l kubelet-certificate-authority -d 'Certificate authority of the kubelets, for `--kubelets direct` [default: the API server\'s]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -s o -l output -d 'File to write the snapshot to' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l all-contexts -d 'Every context of the kubeconfig'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l insecure-skip-tls-verify -d 'Do not verify the API server\'s certificate: whoever stands between can answer for it'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l whole -d 'The dump holds everything: a kind without objects in it has none'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l secrets -d 'Also list Secrets: their names, types and owners. Their values are never asked for'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -l insecure-kubelets -d 'Do not verify the kubelets\' certificates'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from cluster" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from help" -f -a "node" -d 'This host, or a host\'s file system mounted somewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from help" -f -a "cluster" -d 'A running cluster through its API, or a dump of one'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand collect; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l check -d 'Only these checks of Kubernetes objects; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l skip -d 'Not these checks; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l benchmark -d 'Benchmark to judge by; may be given several times [default: the one that fits]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l cloud-facts -d 'What the provider\'s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l level -d 'Only controls up to this profile level' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l role -d 'Only controls of these roles [default: all that what is looked at can answer]' -r -f -a "control-plane\t'API server, scheduler, controller manager'
etcd\t'etcd'
worker\t'kubelet and kube-proxy'
federation\t'Servers of a federation'
policies\t'What only the cluster\'s API can answer'
cloud\t'What only the provider of a managed cluster can answer'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l set -d 'Set a variable; may be given several times. `plimsoll vars` lists them' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l tailoring -d 'File of variables and of controls that are switched off, with reasons' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l checks -d 'Directory of checks of your own, in the form of the built-in ones' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -s o -l output -d 'Output format, with a file to write to; may be given several times. Formats: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l colour -d 'When to colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l width -d 'Columns of the terminal [default: as it is]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l fail-on -d 'End with code 3 when a control of this severity or above fails' -r -f -a "low\t'Any failure'
medium\t'Medium and above'
high\t'High and above'
critical\t'Only critical ones'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l all-checks -d 'Also the checks that state a preference and run only when asked for'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -s v -l verbose -d 'Show every control, not only what needs attention'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -l strict -d 'End with code 4 when a control could not be looked at'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l benchmark -d 'Benchmark to judge by; may be given several times [default: the one that fits]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l cloud-facts -d 'What the provider\'s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l level -d 'Only controls up to this profile level' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l role -d 'Only controls of these roles [default: all that what is looked at can answer]' -r -f -a "control-plane\t'API server, scheduler, controller manager'
etcd\t'etcd'
worker\t'kubelet and kube-proxy'
federation\t'Servers of a federation'
policies\t'What only the cluster\'s API can answer'
cloud\t'What only the provider of a managed cluster can answer'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l set -d 'Set a variable; may be given several times. `plimsoll vars` lists them' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l tailoring -d 'File of variables and of controls that are switched off, with reasons' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l checks -d 'Directory of checks of your own, in the form of the built-in ones' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -s o -l output -d 'Output format, with a file to write to; may be given several times. Formats: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l colour -d 'When to colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l width -d 'Columns of the terminal [default: as it is]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l fail-on -d 'End with code 3 when a control of this severity or above fails' -r -f -a "low\t'Any failure'
medium\t'Medium and above'
high\t'High and above'
critical\t'Only critical ones'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -s v -l verbose -d 'Show every control, not only what needs attention'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -l strict -d 'End with code 4 when a control could not be looked at'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand explain" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand explain" -l checks -d 'Directory of checks of your own' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and not __fish_seen_subcommand_from list show coverage diff help" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and not __fish_seen_subcommand_from list show coverage diff help" -f -a "list" -d 'Every edition there is'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and not __fish_seen_subcommand_from list show coverage diff help" -f -a "show" -d 'The controls of one edition'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and not __fish_seen_subcommand_from list show coverage diff help" -f -a "coverage" -d 'How many controls of each edition are determined, need a person, or do not apply'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and not __fish_seen_subcommand_from list show coverage diff help" -f -a "diff" -d 'What changed from one edition to another'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and not __fish_seen_subcommand_from list show coverage diff help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from show" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from coverage" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from coverage" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from diff" -l tailoring -d 'Tailoring file for the first: say what of it carries over to the second' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from diff" -l write -d 'Write the tailoring file that carries over' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from diff" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from help" -f -a "list" -d 'Every edition there is'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from help" -f -a "show" -d 'The controls of one edition'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from help" -f -a "coverage" -d 'How many controls of each edition are determined, need a person, or do not apply'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from help" -f -a "diff" -d 'What changed from one edition to another'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand benchmarks; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and not __fish_seen_subcommand_from list test help" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and not __fish_seen_subcommand_from list test help" -f -a "list" -d 'Every check there is'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and not __fish_seen_subcommand_from list test help" -f -a "test" -d 'Run the examples of checks; without --checks those of the built-in ones'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and not __fish_seen_subcommand_from list test help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from list" -l checks -d 'Directory of checks of your own' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from test" -l checks -d 'Directory of checks of your own' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from test" -l content -d 'Source tree whose content folders are tested, instead of what is built in' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "list" -d 'Every check there is'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "test" -d 'Run the examples of checks; without --checks those of the built-in ones'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand checks; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l kubeconfig -d 'Kubeconfig [default: KUBECONFIG, ~/.kube/config, the service account of this pod]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l context -d 'Context of the kubeconfig; several give one report over several clusters' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l cluster -d 'Cluster of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l user -d 'User of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -s s -l server -d 'Address of the API server' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l token -d 'Bearer token' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l as -d 'User to act as' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l as-group -d 'Group to act as; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l certificate-authority -d 'Certificate authority of the API server' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l client-certificate -d 'Client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l client-key -d 'Key of the client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l tls-server-name -d 'Name that the API server\'s certificate must have' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l request-timeout -d 'Seconds for one request' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l timeout -d 'Seconds for the whole look' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -s n -l namespace -d 'Only these namespaces; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l from-dump -d 'Read files that `kubectl get -o json` wrote, `-` for standard input, instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l cluster-name -d 'Name of the cluster in the report [default: as the kubeconfig calls it]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l from -d 'Read a saved snapshot instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l cluster-wide -d 'Leave out those who may do it in single namespaces only. With -n that namespace is asked about'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l all-contexts -d 'Every context of the kubeconfig'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l insecure-skip-tls-verify -d 'Do not verify the API server\'s certificate: whoever stands between can answer for it'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -l whole -d 'The dump holds everything: a kind without objects in it has none'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand who-can" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l group -d 'A group that the subject is in besides those that the API server adds; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l kubeconfig -d 'Kubeconfig [default: KUBECONFIG, ~/.kube/config, the service account of this pod]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l context -d 'Context of the kubeconfig; several give one report over several clusters' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l cluster -d 'Cluster of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l user -d 'User of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -s s -l server -d 'Address of the API server' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l token -d 'Bearer token' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l as -d 'User to act as' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l as-group -d 'Group to act as; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l certificate-authority -d 'Certificate authority of the API server' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l client-certificate -d 'Client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l client-key -d 'Key of the client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l tls-server-name -d 'Name that the API server\'s certificate must have' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l request-timeout -d 'Seconds for one request' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l timeout -d 'Seconds for the whole look' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -s n -l namespace -d 'Only these namespaces; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l from-dump -d 'Read files that `kubectl get -o json` wrote, `-` for standard input, instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l cluster-name -d 'Name of the cluster in the report [default: as the kubeconfig calls it]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l from -d 'Read a saved snapshot instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l all-contexts -d 'Every context of the kubeconfig'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l insecure-skip-tls-verify -d 'Do not verify the API server\'s certificate: whoever stands between can answer for it'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -l whole -d 'The dump holds everything: a kind without objects in it has none'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand can" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l kubeconfig -d 'Kubeconfig [default: KUBECONFIG, ~/.kube/config, the service account of this pod]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l context -d 'Context of the kubeconfig; several give one report over several clusters' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l cluster -d 'Cluster of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l user -d 'User of the kubeconfig, over the context\'s' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -s s -l server -d 'Address of the API server' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l token -d 'Bearer token' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l as -d 'User to act as' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l as-group -d 'Group to act as; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l certificate-authority -d 'Certificate authority of the API server' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l client-certificate -d 'Client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l client-key -d 'Key of the client certificate' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l tls-server-name -d 'Name that the API server\'s certificate must have' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l request-timeout -d 'Seconds for one request' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l timeout -d 'Seconds for the whole look' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -s n -l namespace -d 'Only these namespaces; may be given several times' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l from-dump -d 'Read files that `kubectl get -o json` wrote, `-` for standard input, instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l cluster-name -d 'Name of the cluster in the report [default: as the kubeconfig calls it]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l from -d 'Read a saved snapshot instead of a cluster' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -s o -l output -d 'Output format' -r -f -a "text\t'Counts, for people'
wide\t'Everything in tables, for people'
json\t'For programs'
yaml\t'For programs and people'
csv\t'A row for every entry'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l all-contexts -d 'Every context of the kubeconfig'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l insecure-skip-tls-verify -d 'Do not verify the API server\'s certificate: whoever stands between can answer for it'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -l whole -d 'The dump holds everything: a kind without objects in it has none'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand inventory" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand rbac-manifest" -l kubelets -d 'Also what `scan cluster --kubelets` needs' -r -f -a "proxy\t'Through the API server'
direct\t'At its own address'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand rbac-manifest" -s n -l namespace -d 'Only these namespaces: Roles there, and a ClusterRole for what has no namespace' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand rbac-manifest" -l name -d 'Name of the role, binding and service account' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand rbac-manifest" -l account-namespace -d 'Namespace of the service account' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand rbac-manifest" -l secrets -d 'Also what `scan cluster --secrets` needs: to list Secrets, which is to read them'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand rbac-manifest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -l snapshot -d 'Read a saved snapshot instead of this host' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -l root -d 'Directory that is the host\'s `/`: a mounted disk, or `/host` in a container' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -l proc -d 'Directory that is the host\'s `/proc` [default: `proc` below --root]' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -l kubernetes-version -d 'Kubernetes version of the host, over what is seen. Example: 1.34' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -l changed -d 'Only what differs from the defaults'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -l ask-api-server -d 'Ask the API server that the host\'s kubelet uses for the versions, as the kubelet. Without this option nothing is sent over the network'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand settings" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand vars" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand vars" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and not __fish_seen_subcommand_from pss help" -s h -l help -d 'Print help'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and not __fish_seen_subcommand_from pss help" -f -a "pss" -d 'Which pods a namespace would refuse if it enforced a level of the Pod Security Standards'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and not __fish_seen_subcommand_from pss help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -s n -l namespace -d 'Only objects of this namespace' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -l kubernetes-version -d 'Version of the standards [default: the newest known]' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -l helm-values -d 'Values for charts; may be given several times' -r -F
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -l max-file-size -d 'Largest file that is read, in MiB' -r
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -s o -l output -d 'Output format' -r -f -a "text\t'For people'
json\t'For programs'"
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -l no-render -d 'Do not run helm, kustomize or kubectl: charts and kustomizations are told as not judged'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -l allow-network -d 'Let kustomize fetch remote bases'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from pss" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from help" -f -a "pss" -d 'Which pods a namespace would refuse if it enforced a level of the Pod Security Standards'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand what-if; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "scan" -d 'Look at a target and judge it'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "collect" -d 'Look at a target and save what was seen, to be judged elsewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "audit" -d 'Judge saved snapshots; several give one report over many hosts'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "demo" -d 'Audit a bundled snapshot of a real cluster\'s host'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "explain" -d 'Explain a check or a control: what, why, how to fix, which frameworks'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "benchmarks" -d 'List, show and compare benchmarks'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "checks" -d 'List checks, or run the examples of checks as tests'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "who-can" -d 'Say who may do something in a cluster, by RBAC'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "can" -d 'Say what somebody may do in a cluster, by RBAC, or whether they may do one thing'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "inventory" -d 'Take stock of clusters: nodes, namespaces, workloads, service accounts, images'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "rbac-manifest" -d 'Print the read-only role that a scan of a cluster needs'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "settings" -d 'Print the effective configuration of the components on this host'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "vars" -d 'List the variables that fit an audit to a deployment'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "what-if" -d 'Say what a change would break before it is made'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and not __fish_seen_subcommand_from scan collect audit demo explain benchmarks checks who-can can inventory rbac-manifest settings vars what-if help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "node" -d 'This host, or a host\'s file system mounted somewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "files" -d 'Manifests: files, directories, charts, kustomizations, dumps of a cluster, standard input'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "cluster" -d 'A running cluster through its API, or a dump of one'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from scan" -f -a "cloud" -d 'A managed cluster by what its provider says of it: see --cloud-facts'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from collect" -f -a "node" -d 'This host, or a host\'s file system mounted somewhere'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from collect" -f -a "cluster" -d 'A running cluster through its API, or a dump of one'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from benchmarks" -f -a "list" -d 'Every edition there is'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from benchmarks" -f -a "show" -d 'The controls of one edition'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from benchmarks" -f -a "coverage" -d 'How many controls of each edition are determined, need a person, or do not apply'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from benchmarks" -f -a "diff" -d 'What changed from one edition to another'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from checks" -f -a "list" -d 'Every check there is'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from checks" -f -a "test" -d 'Run the examples of checks; without --checks those of the built-in ones'
complete -c plimsoll -n "__fish_plimsoll_using_subcommand help; and __fish_seen_subcommand_from what-if" -f -a "pss" -d 'Which pods a namespace would refuse if it enforced a level of the Pod Security Standards'
