#compdef plimsoll

autoload -U is-at-least

_plimsoll() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_plimsoll_commands" \
"*::: :->plimsoll" \
&& ret=0
    case $state in
    (plimsoll)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-command-$line[1]:"
        case $line[1] in
            (scan)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_plimsoll__subcmd__scan_commands" \
"*::: :->scan" \
&& ret=0

    case $state in
    (scan)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-scan-command-$line[1]:"
        case $line[1] in
            (node)
_arguments "${_arguments_options[@]}" : \
'--root=[Directory that is the host'\''s \`/\`\: a mounted disk, or \`/host\` in a container]:DIR:_files' \
'--proc=[Directory that is the host'\''s \`/proc\` \[default\: \`proc\` below --root\]]:DIR:_files' \
'--kubernetes-version=[Kubernetes version of the host, over what is seen. Example\: 1.34]:VERSION:_default' \
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'*--cloud-facts=[What the provider'\''s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands]:FILE:_files' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: all that what is looked at can answer\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
federation\:"Servers of a federation"
policies\:"What only the cluster'\''s API can answer"
cloud\:"What only the provider of a managed cluster can answer"))' \
'*--set=[Set a variable; may be given several times. \`plimsoll vars\` lists them]:VARIABLE=VALUE:_default' \
'--tailoring=[File of variables and of controls that are switched off, with reasons]:FILE:_files' \
'--checks=[Directory of checks of your own, in the form of the built-in ones]:DIR:_files' \
'*-o+[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'*--output=[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'--colour=[When to colour]:WHEN:((auto\:"On a terminal, unless \`NO_COLOR\` is set"
always\:"Always"
never\:"Never"))' \
'--width=[Columns of the terminal \[default\: as it is\]]:COLUMNS:_default' \
'--fail-on=[End with code 3 when a control of this severity or above fails]:SEVERITY:((low\:"Any failure"
medium\:"Medium and above"
high\:"High and above"
critical\:"Only critical ones"))' \
'--save=[Save the snapshot as well, to be replayed by \`plimsoll audit\`]:FILE:_files' \
'--ask-api-server[Ask the API server that the host'\''s kubelet uses for the versions, as the kubelet. Without this option nothing is sent over the network]' \
'*-v[Show every control, not only what needs attention]' \
'*--verbose[Show every control, not only what needs attention]' \
'--strict[End with code 4 when a control could not be looked at]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(files)
_arguments "${_arguments_options[@]}" : \
'--kubernetes-version=[Kubernetes version to judge for \[default\: the newest known\]]:VERSION:_default' \
'*--check=[Only these checks of Kubernetes objects; may be given several times]:CHECK:_default' \
'*--skip=[Not these checks; may be given several times]:CHECK:_default' \
'(--check --all-checks)*--benchmark=[Benchmark to judge by; may be given several times]:ID:_default' \
'*--set=[Set a variable; may be given several times. \`plimsoll vars\` lists them]:VARIABLE=VALUE:_default' \
'--tailoring=[File of variables, as for \`scan node\`]:FILE:_files' \
'*--honour=[Honour the suppressions of these tools too]:TOOL:((checkov\:"Annotations \`checkov.io/skip1\: CKV_K8S_20=reason\`"
kube-linter\:"Annotations \`ignore-check.kube-linter.io/CHECK\: reason\`"
polaris\:"Annotations \`polaris.fairwinds.com/CHECK-exempt\: "true"\`"
kube-score\:"Annotations \`kube-score/ignore\: CHECK,CHECK\`"
trivy\:"Comments \`# trivy\:ignore\:ID\`"
kubescape\:"Annotations \`kubescape.io/skip-controls\: ID,ID\`"))' \
'--baseline=[File of failures that were there before\: they are counted and not shown]:FILE:_files' \
'--write-baseline=[Write all failures of this run to a baseline file]:FILE:_files' \
'--since=[Only failures that are not in this git revision]:REVISION:_default' \
'*--helm-values=[Values for charts; may be given several times]:FILE:_files' \
'--max-file-size=[Largest file that is read, in MiB]:MIB:_default' \
'*-o+[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'*--output=[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'--colour=[When to colour]:WHEN:((auto\:"On a terminal, unless \`NO_COLOR\` is set"
always\:"Always"
never\:"Never"))' \
'--width=[Columns of the terminal \[default\: as it is\]]:COLUMNS:_default' \
'--fail-on=[End with code 3 when a control of this severity or above fails]:SEVERITY:((low\:"Any failure"
medium\:"Medium and above"
high\:"High and above"
critical\:"Only critical ones"))' \
'(--check)--all-checks[Also the checks that state a preference and run only when asked for]' \
'--no-render[Do not run helm, kustomize or kubectl\: charts and kustomizations are told as not judged]' \
'--allow-network[Let kustomize fetch remote bases]' \
'*-v[Show every control, not only what needs attention]' \
'*--verbose[Show every control, not only what needs attention]' \
'--strict[End with code 4 when a control could not be looked at]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::paths -- Files and directories, `-` for standard input \[default\: the current directory\]:_files' \
&& ret=0
;;
(cluster)
_arguments "${_arguments_options[@]}" : \
'--kubeconfig=[Kubeconfig \[default\: KUBECONFIG, ~/.kube/config, the service account of this pod\]]:FILE:_files' \
'*--context=[Context of the kubeconfig; several give one report over several clusters]:NAME:_default' \
'--cluster=[Cluster of the kubeconfig, over the context'\''s]:NAME:_default' \
'--user=[User of the kubeconfig, over the context'\''s]:NAME:_default' \
'-s+[Address of the API server]:URL:_default' \
'--server=[Address of the API server]:URL:_default' \
'--token=[Bearer token]:TOKEN:_default' \
'--as=[User to act as]:USER:_default' \
'*--as-group=[Group to act as; may be given several times]:GROUP:_default' \
'--certificate-authority=[Certificate authority of the API server]:FILE:_files' \
'--client-certificate=[Client certificate]:FILE:_files' \
'--client-key=[Key of the client certificate]:FILE:_files' \
'--tls-server-name=[Name that the API server'\''s certificate must have]:NAME:_default' \
'--request-timeout=[Seconds for one request]:SECONDS:_default' \
'--timeout=[Seconds for the whole look]:SECONDS:_default' \
'*-n+[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'*--namespace=[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'(--context --all-contexts --kubeconfig -s --server -n --namespace)*--from-dump=[Read files that \`kubectl get -o json\` wrote, \`-\` for standard input, instead of a cluster]:FILE:_files' \
'--cluster-name=[Name of the cluster in the report \[default\: as the kubeconfig calls it\]]:NAME:_default' \
'--kubelets=[Ask every node'\''s kubelet for its configuration\: through the API server (needs \`get\` on nodes/proxy) or at its own address (needs \`get\` on nodes/configz)]:HOW:((proxy\:"Through the API server"
direct\:"At its own address"))' \
'--kubelet-certificate-authority=[Certificate authority of the kubelets, for \`--kubelets direct\` \[default\: the API server'\''s\]]:FILE:_files' \
'*--node=[Snapshots of its nodes, written by \`collect node\`\: one report over cluster and nodes. Nodes of the cluster without one are told as not observed]:SNAPSHOT:_files' \
'*--check=[Only these checks of Kubernetes objects; may be given several times]:CHECK:_default' \
'*--skip=[Not these checks; may be given several times]:CHECK:_default' \
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'*--cloud-facts=[What the provider'\''s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands]:FILE:_files' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: all that what is looked at can answer\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
federation\:"Servers of a federation"
policies\:"What only the cluster'\''s API can answer"
cloud\:"What only the provider of a managed cluster can answer"))' \
'*--set=[Set a variable; may be given several times. \`plimsoll vars\` lists them]:VARIABLE=VALUE:_default' \
'--tailoring=[File of variables and of controls that are switched off, with reasons]:FILE:_files' \
'--checks=[Directory of checks of your own, in the form of the built-in ones]:DIR:_files' \
'*-o+[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'*--output=[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'--colour=[When to colour]:WHEN:((auto\:"On a terminal, unless \`NO_COLOR\` is set"
always\:"Always"
never\:"Never"))' \
'--width=[Columns of the terminal \[default\: as it is\]]:COLUMNS:_default' \
'--fail-on=[End with code 3 when a control of this severity or above fails]:SEVERITY:((low\:"Any failure"
medium\:"Medium and above"
high\:"High and above"
critical\:"Only critical ones"))' \
'--save=[Save the snapshot as well, to be replayed by \`plimsoll audit\`]:FILE:_files' \
'(--context)--all-contexts[Every context of the kubeconfig]' \
'--insecure-skip-tls-verify[Do not verify the API server'\''s certificate\: whoever stands between can answer for it]' \
'--whole[The dump holds everything\: a kind without objects in it has none]' \
'--secrets[Also list Secrets\: their names, types and owners. Their values are never asked for]' \
'--insecure-kubelets[Do not verify the kubelets'\'' certificates]' \
'(--check)--all-checks[Also the checks that state a preference and run only when asked for]' \
'*-v[Show every control, not only what needs attention]' \
'*--verbose[Show every control, not only what needs attention]' \
'--strict[End with code 4 when a control could not be looked at]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(cloud)
_arguments "${_arguments_options[@]}" : \
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'*--cloud-facts=[What the provider'\''s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands]:FILE:_files' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: all that what is looked at can answer\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
federation\:"Servers of a federation"
policies\:"What only the cluster'\''s API can answer"
cloud\:"What only the provider of a managed cluster can answer"))' \
'*--set=[Set a variable; may be given several times. \`plimsoll vars\` lists them]:VARIABLE=VALUE:_default' \
'--tailoring=[File of variables and of controls that are switched off, with reasons]:FILE:_files' \
'--checks=[Directory of checks of your own, in the form of the built-in ones]:DIR:_files' \
'*-o+[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'*--output=[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'--colour=[When to colour]:WHEN:((auto\:"On a terminal, unless \`NO_COLOR\` is set"
always\:"Always"
never\:"Never"))' \
'--width=[Columns of the terminal \[default\: as it is\]]:COLUMNS:_default' \
'--fail-on=[End with code 3 when a control of this severity or above fails]:SEVERITY:((low\:"Any failure"
medium\:"Medium and above"
high\:"High and above"
critical\:"Only critical ones"))' \
'*-v[Show every control, not only what needs attention]' \
'*--verbose[Show every control, not only what needs attention]' \
'--strict[End with code 4 when a control could not be looked at]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__scan__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-scan-help-command-$line[1]:"
        case $line[1] in
            (node)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(files)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(cluster)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(cloud)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(collect)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_plimsoll__subcmd__collect_commands" \
"*::: :->collect" \
&& ret=0

    case $state in
    (collect)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-collect-command-$line[1]:"
        case $line[1] in
            (node)
_arguments "${_arguments_options[@]}" : \
'--root=[Directory that is the host'\''s \`/\`\: a mounted disk, or \`/host\` in a container]:DIR:_files' \
'--proc=[Directory that is the host'\''s \`/proc\` \[default\: \`proc\` below --root\]]:DIR:_files' \
'--kubernetes-version=[Kubernetes version of the host, over what is seen. Example\: 1.34]:VERSION:_default' \
'-o+[File to write the snapshot to]:FILE:_files' \
'--output=[File to write the snapshot to]:FILE:_files' \
'*--set=[Set a path variable; may be given several times]:VARIABLE=VALUE:_default' \
'--ask-api-server[Ask the API server that the host'\''s kubelet uses for the versions, as the kubelet. Without this option nothing is sent over the network]' \
'-h[Print help]' \
'--help[Print help]' \
&& ret=0
;;
(cluster)
_arguments "${_arguments_options[@]}" : \
'--kubeconfig=[Kubeconfig \[default\: KUBECONFIG, ~/.kube/config, the service account of this pod\]]:FILE:_files' \
'*--context=[Context of the kubeconfig; several give one report over several clusters]:NAME:_default' \
'--cluster=[Cluster of the kubeconfig, over the context'\''s]:NAME:_default' \
'--user=[User of the kubeconfig, over the context'\''s]:NAME:_default' \
'-s+[Address of the API server]:URL:_default' \
'--server=[Address of the API server]:URL:_default' \
'--token=[Bearer token]:TOKEN:_default' \
'--as=[User to act as]:USER:_default' \
'*--as-group=[Group to act as; may be given several times]:GROUP:_default' \
'--certificate-authority=[Certificate authority of the API server]:FILE:_files' \
'--client-certificate=[Client certificate]:FILE:_files' \
'--client-key=[Key of the client certificate]:FILE:_files' \
'--tls-server-name=[Name that the API server'\''s certificate must have]:NAME:_default' \
'--request-timeout=[Seconds for one request]:SECONDS:_default' \
'--timeout=[Seconds for the whole look]:SECONDS:_default' \
'*-n+[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'*--namespace=[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'(--context --all-contexts --kubeconfig -s --server -n --namespace)*--from-dump=[Read files that \`kubectl get -o json\` wrote, \`-\` for standard input, instead of a cluster]:FILE:_files' \
'--cluster-name=[Name of the cluster in the report \[default\: as the kubeconfig calls it\]]:NAME:_default' \
'--kubelets=[Ask every node'\''s kubelet for its configuration\: through the API server (needs \`get\` on nodes/proxy) or at its own address (needs \`get\` on nodes/configz)]:HOW:((proxy\:"Through the API server"
direct\:"At its own address"))' \
'--kubelet-certificate-authority=[Certificate authority of the kubelets, for \`--kubelets direct\` \[default\: the API server'\''s\]]:FILE:_files' \
'-o+[File to write the snapshot to]:FILE:_files' \
'--output=[File to write the snapshot to]:FILE:_files' \
'(--context)--all-contexts[Every context of the kubeconfig]' \
'--insecure-skip-tls-verify[Do not verify the API server'\''s certificate\: whoever stands between can answer for it]' \
'--whole[The dump holds everything\: a kind without objects in it has none]' \
'--secrets[Also list Secrets\: their names, types and owners. Their values are never asked for]' \
'--insecure-kubelets[Do not verify the kubelets'\'' certificates]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__collect__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-collect-help-command-$line[1]:"
        case $line[1] in
            (node)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(cluster)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(audit)
_arguments "${_arguments_options[@]}" : \
'*--check=[Only these checks of Kubernetes objects; may be given several times]:CHECK:_default' \
'*--skip=[Not these checks; may be given several times]:CHECK:_default' \
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'*--cloud-facts=[What the provider'\''s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands]:FILE:_files' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: all that what is looked at can answer\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
federation\:"Servers of a federation"
policies\:"What only the cluster'\''s API can answer"
cloud\:"What only the provider of a managed cluster can answer"))' \
'*--set=[Set a variable; may be given several times. \`plimsoll vars\` lists them]:VARIABLE=VALUE:_default' \
'--tailoring=[File of variables and of controls that are switched off, with reasons]:FILE:_files' \
'--checks=[Directory of checks of your own, in the form of the built-in ones]:DIR:_files' \
'*-o+[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'*--output=[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'--colour=[When to colour]:WHEN:((auto\:"On a terminal, unless \`NO_COLOR\` is set"
always\:"Always"
never\:"Never"))' \
'--width=[Columns of the terminal \[default\: as it is\]]:COLUMNS:_default' \
'--fail-on=[End with code 3 when a control of this severity or above fails]:SEVERITY:((low\:"Any failure"
medium\:"Medium and above"
high\:"High and above"
critical\:"Only critical ones"))' \
'(--check)--all-checks[Also the checks that state a preference and run only when asked for]' \
'*-v[Show every control, not only what needs attention]' \
'*--verbose[Show every control, not only what needs attention]' \
'--strict[End with code 4 when a control could not be looked at]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::snapshots -- Snapshots of hosts and clusters, written by `collect` or by `scan --save`:_files' \
&& ret=0
;;
(demo)
_arguments "${_arguments_options[@]}" : \
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'*--cloud-facts=[What the provider'\''s own command line prints of a managed cluster, as JSON; may be given several times. docs/cloud.md names the commands]:FILE:_files' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: all that what is looked at can answer\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
federation\:"Servers of a federation"
policies\:"What only the cluster'\''s API can answer"
cloud\:"What only the provider of a managed cluster can answer"))' \
'*--set=[Set a variable; may be given several times. \`plimsoll vars\` lists them]:VARIABLE=VALUE:_default' \
'--tailoring=[File of variables and of controls that are switched off, with reasons]:FILE:_files' \
'--checks=[Directory of checks of your own, in the form of the built-in ones]:DIR:_files' \
'*-o+[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'*--output=[Output format, with a file to write to; may be given several times. Formats\: terminal, json, csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json]:FORMAT[=FILE]:_default' \
'--colour=[When to colour]:WHEN:((auto\:"On a terminal, unless \`NO_COLOR\` is set"
always\:"Always"
never\:"Never"))' \
'--width=[Columns of the terminal \[default\: as it is\]]:COLUMNS:_default' \
'--fail-on=[End with code 3 when a control of this severity or above fails]:SEVERITY:((low\:"Any failure"
medium\:"Medium and above"
high\:"High and above"
critical\:"Only critical ones"))' \
'*-v[Show every control, not only what needs attention]' \
'*--verbose[Show every control, not only what needs attention]' \
'--strict[End with code 4 when a control could not be looked at]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--checks=[Directory of checks of your own]:DIR:_files' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':id -- Check id, control number, or `benchmark/control`:_default' \
&& ret=0
;;
(benchmarks)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_plimsoll__subcmd__benchmarks_commands" \
"*::: :->benchmarks" \
&& ret=0

    case $state in
    (benchmarks)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-benchmarks-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::only -- Only those whose id, title or distribution contains this:_default' \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':id -- Benchmark id:_default' \
&& ret=0
;;
(coverage)
_arguments "${_arguments_options[@]}" : \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::ids -- Benchmark ids \[default\: all\]:_default' \
&& ret=0
;;
(diff)
_arguments "${_arguments_options[@]}" : \
'--tailoring=[Tailoring file for the first\: say what of it carries over to the second]:FILE:_files' \
'--write=[Write the tailoring file that carries over]:FILE:_files' \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':from -- The one to start from:_default' \
':to -- The one to arrive at:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__benchmarks__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-benchmarks-help-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(coverage)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(diff)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(checks)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_plimsoll__subcmd__checks_commands" \
"*::: :->checks" \
&& ret=0

    case $state in
    (checks)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-checks-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--checks=[Directory of checks of your own]:DIR:_files' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(test)
_arguments "${_arguments_options[@]}" : \
'--checks=[Directory of checks of your own]:DIR:_files' \
'(--checks)--content=[Source tree whose content folders are tested, instead of what is built in]:DIR:_files' \
'-h[Print help]' \
'--help[Print help]' \
'::only -- Only checks whose id or file contains this:_default' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__checks__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-checks-help-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(test)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(who-can)
_arguments "${_arguments_options[@]}" : \
'--kubeconfig=[Kubeconfig \[default\: KUBECONFIG, ~/.kube/config, the service account of this pod\]]:FILE:_files' \
'*--context=[Context of the kubeconfig; several give one report over several clusters]:NAME:_default' \
'--cluster=[Cluster of the kubeconfig, over the context'\''s]:NAME:_default' \
'--user=[User of the kubeconfig, over the context'\''s]:NAME:_default' \
'-s+[Address of the API server]:URL:_default' \
'--server=[Address of the API server]:URL:_default' \
'--token=[Bearer token]:TOKEN:_default' \
'--as=[User to act as]:USER:_default' \
'*--as-group=[Group to act as; may be given several times]:GROUP:_default' \
'--certificate-authority=[Certificate authority of the API server]:FILE:_files' \
'--client-certificate=[Client certificate]:FILE:_files' \
'--client-key=[Key of the client certificate]:FILE:_files' \
'--tls-server-name=[Name that the API server'\''s certificate must have]:NAME:_default' \
'--request-timeout=[Seconds for one request]:SECONDS:_default' \
'--timeout=[Seconds for the whole look]:SECONDS:_default' \
'*-n+[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'*--namespace=[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'(--context --all-contexts --kubeconfig -s --server -n --namespace)*--from-dump=[Read files that \`kubectl get -o json\` wrote, \`-\` for standard input, instead of a cluster]:FILE:_files' \
'--cluster-name=[Name of the cluster in the report \[default\: as the kubeconfig calls it\]]:NAME:_default' \
'(--context --all-contexts --kubeconfig -s --server --from-dump)*--from=[Read a saved snapshot instead of a cluster]:FILE:_files' \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--cluster-wide[Leave out those who may do it in single namespaces only. With -n that namespace is asked about]' \
'(--context)--all-contexts[Every context of the kubeconfig]' \
'--insecure-skip-tls-verify[Do not verify the API server'\''s certificate\: whoever stands between can answer for it]' \
'--whole[The dump holds everything\: a kind without objects in it has none]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':verb -- Verb\: get, list, watch, create, update, patch, delete, deletecollection, or another:_default' \
':resource -- Resource, with its subresource and group where needed (pods, pods/exec, deployments.apps), or a path such as /metrics:_default' \
'::name -- Name of one object:_default' \
&& ret=0
;;
(can)
_arguments "${_arguments_options[@]}" : \
'*--group=[A group that the subject is in besides those that the API server adds; may be given several times]:GROUP:_default' \
'--kubeconfig=[Kubeconfig \[default\: KUBECONFIG, ~/.kube/config, the service account of this pod\]]:FILE:_files' \
'*--context=[Context of the kubeconfig; several give one report over several clusters]:NAME:_default' \
'--cluster=[Cluster of the kubeconfig, over the context'\''s]:NAME:_default' \
'--user=[User of the kubeconfig, over the context'\''s]:NAME:_default' \
'-s+[Address of the API server]:URL:_default' \
'--server=[Address of the API server]:URL:_default' \
'--token=[Bearer token]:TOKEN:_default' \
'--as=[User to act as]:USER:_default' \
'*--as-group=[Group to act as; may be given several times]:GROUP:_default' \
'--certificate-authority=[Certificate authority of the API server]:FILE:_files' \
'--client-certificate=[Client certificate]:FILE:_files' \
'--client-key=[Key of the client certificate]:FILE:_files' \
'--tls-server-name=[Name that the API server'\''s certificate must have]:NAME:_default' \
'--request-timeout=[Seconds for one request]:SECONDS:_default' \
'--timeout=[Seconds for the whole look]:SECONDS:_default' \
'*-n+[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'*--namespace=[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'(--context --all-contexts --kubeconfig -s --server -n --namespace)*--from-dump=[Read files that \`kubectl get -o json\` wrote, \`-\` for standard input, instead of a cluster]:FILE:_files' \
'--cluster-name=[Name of the cluster in the report \[default\: as the kubeconfig calls it\]]:NAME:_default' \
'(--context --all-contexts --kubeconfig -s --server --from-dump)*--from=[Read a saved snapshot instead of a cluster]:FILE:_files' \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'(--context)--all-contexts[Every context of the kubeconfig]' \
'--insecure-skip-tls-verify[Do not verify the API server'\''s certificate\: whoever stands between can answer for it]' \
'--whole[The dump holds everything\: a kind without objects in it has none]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':subject -- user\:NAME, group\:NAME, serviceaccount\:NAMESPACE\:NAME, or a user name:_default' \
'::verb -- Verb:_default' \
'::resource -- Resource, as for `who-can`:_default' \
'::name -- Name of one object:_default' \
&& ret=0
;;
(inventory)
_arguments "${_arguments_options[@]}" : \
'--kubeconfig=[Kubeconfig \[default\: KUBECONFIG, ~/.kube/config, the service account of this pod\]]:FILE:_files' \
'*--context=[Context of the kubeconfig; several give one report over several clusters]:NAME:_default' \
'--cluster=[Cluster of the kubeconfig, over the context'\''s]:NAME:_default' \
'--user=[User of the kubeconfig, over the context'\''s]:NAME:_default' \
'-s+[Address of the API server]:URL:_default' \
'--server=[Address of the API server]:URL:_default' \
'--token=[Bearer token]:TOKEN:_default' \
'--as=[User to act as]:USER:_default' \
'*--as-group=[Group to act as; may be given several times]:GROUP:_default' \
'--certificate-authority=[Certificate authority of the API server]:FILE:_files' \
'--client-certificate=[Client certificate]:FILE:_files' \
'--client-key=[Key of the client certificate]:FILE:_files' \
'--tls-server-name=[Name that the API server'\''s certificate must have]:NAME:_default' \
'--request-timeout=[Seconds for one request]:SECONDS:_default' \
'--timeout=[Seconds for the whole look]:SECONDS:_default' \
'*-n+[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'*--namespace=[Only these namespaces; may be given several times]:NAMESPACE:_default' \
'(--context --all-contexts --kubeconfig -s --server -n --namespace)*--from-dump=[Read files that \`kubectl get -o json\` wrote, \`-\` for standard input, instead of a cluster]:FILE:_files' \
'--cluster-name=[Name of the cluster in the report \[default\: as the kubeconfig calls it\]]:NAME:_default' \
'(--context --all-contexts --kubeconfig -s --server --from-dump)*--from=[Read a saved snapshot instead of a cluster]:FILE:_files' \
'-o+[Output format]:FORMAT:((text\:"Counts, for people"
wide\:"Everything in tables, for people"
json\:"For programs"
yaml\:"For programs and people"
csv\:"A row for every entry"))' \
'--output=[Output format]:FORMAT:((text\:"Counts, for people"
wide\:"Everything in tables, for people"
json\:"For programs"
yaml\:"For programs and people"
csv\:"A row for every entry"))' \
'(--context)--all-contexts[Every context of the kubeconfig]' \
'--insecure-skip-tls-verify[Do not verify the API server'\''s certificate\: whoever stands between can answer for it]' \
'--whole[The dump holds everything\: a kind without objects in it has none]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(rbac-manifest)
_arguments "${_arguments_options[@]}" : \
'--kubelets=[Also what \`scan cluster --kubelets\` needs]:HOW:((proxy\:"Through the API server"
direct\:"At its own address"))' \
'*-n+[Only these namespaces\: Roles there, and a ClusterRole for what has no namespace]:NAMESPACE:_default' \
'*--namespace=[Only these namespaces\: Roles there, and a ClusterRole for what has no namespace]:NAMESPACE:_default' \
'--name=[Name of the role, binding and service account]:NAME:_default' \
'--account-namespace=[Namespace of the service account]:NAMESPACE:_default' \
'--secrets[Also what \`scan cluster --secrets\` needs\: to list Secrets, which is to read them]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(settings)
_arguments "${_arguments_options[@]}" : \
'(--root --proc --kubernetes-version --ask-api-server)--snapshot=[Read a saved snapshot instead of this host]:FILE:_files' \
'--root=[Directory that is the host'\''s \`/\`\: a mounted disk, or \`/host\` in a container]:DIR:_files' \
'--proc=[Directory that is the host'\''s \`/proc\` \[default\: \`proc\` below --root\]]:DIR:_files' \
'--kubernetes-version=[Kubernetes version of the host, over what is seen. Example\: 1.34]:VERSION:_default' \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--changed[Only what differs from the defaults]' \
'--ask-api-server[Ask the API server that the host'\''s kubelet uses for the versions, as the kubelet. Without this option nothing is sent over the network]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::component -- Component, e.g. kubelet \[default\: all\]:_default' \
&& ret=0
;;
(vars)
_arguments "${_arguments_options[@]}" : \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(what-if)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
":: :_plimsoll__subcmd__what-if_commands" \
"*::: :->what-if" \
&& ret=0

    case $state in
    (what-if)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-what-if-command-$line[1]:"
        case $line[1] in
            (pss)
_arguments "${_arguments_options[@]}" : \
'-n+[Only objects of this namespace]:NAMESPACE:_default' \
'--namespace=[Only objects of this namespace]:NAMESPACE:_default' \
'--kubernetes-version=[Version of the standards \[default\: the newest known\]]:VERSION:_default' \
'*--helm-values=[Values for charts; may be given several times]:FILE:_files' \
'--max-file-size=[Largest file that is read, in MiB]:MIB:_default' \
'-o+[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--output=[Output format]:FORMAT:((text\:"For people"
json\:"For programs"))' \
'--no-render[Do not run helm, kustomize or kubectl\: charts and kustomizations are told as not judged]' \
'--allow-network[Let kustomize fetch remote bases]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':level -- The level:((baseline\:"Prevents known ways to more rights"
restricted\:"Follows current practice of hardening"))' \
'*::paths -- Files and directories, `-` for standard input \[default\: the current directory\]:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__what-if__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-what-if-help-command-$line[1]:"
        case $line[1] in
            (pss)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-help-command-$line[1]:"
        case $line[1] in
            (scan)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__help__subcmd__scan_commands" \
"*::: :->scan" \
&& ret=0

    case $state in
    (scan)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-help-scan-command-$line[1]:"
        case $line[1] in
            (node)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(files)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(cluster)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(cloud)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(collect)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__help__subcmd__collect_commands" \
"*::: :->collect" \
&& ret=0

    case $state in
    (collect)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-help-collect-command-$line[1]:"
        case $line[1] in
            (node)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(cluster)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(audit)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(demo)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(benchmarks)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__help__subcmd__benchmarks_commands" \
"*::: :->benchmarks" \
&& ret=0

    case $state in
    (benchmarks)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-help-benchmarks-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(show)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(coverage)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(diff)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(checks)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__help__subcmd__checks_commands" \
"*::: :->checks" \
&& ret=0

    case $state in
    (checks)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-help-checks-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(test)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(who-can)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(can)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(inventory)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(rbac-manifest)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(settings)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(vars)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(what-if)
_arguments "${_arguments_options[@]}" : \
":: :_plimsoll__subcmd__help__subcmd__what-if_commands" \
"*::: :->what-if" \
&& ret=0

    case $state in
    (what-if)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:plimsoll-help-what-if-command-$line[1]:"
        case $line[1] in
            (pss)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
}

(( $+functions[_plimsoll_commands] )) ||
_plimsoll_commands() {
    local commands; commands=(
'scan:Look at a target and judge it' \
'collect:Look at a target and save what was seen, to be judged elsewhere' \
'audit:Judge saved snapshots; several give one report over many hosts' \
'demo:Audit a bundled snapshot of a real cluster'\''s host' \
'explain:Explain a check or a control\: what, why, how to fix, which frameworks' \
'benchmarks:List, show and compare benchmarks' \
'checks:List checks, or run the examples of checks as tests' \
'who-can:Say who may do something in a cluster, by RBAC' \
'can:Say what somebody may do in a cluster, by RBAC, or whether they may do one thing' \
'inventory:Take stock of clusters\: nodes, namespaces, workloads, service accounts, images' \
'rbac-manifest:Print the read-only role that a scan of a cluster needs' \
'settings:Print the effective configuration of the components on this host' \
'vars:List the variables that fit an audit to a deployment' \
'what-if:Say what a change would break before it is made' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__audit_commands] )) ||
_plimsoll__subcmd__audit_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll audit commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks_commands] )) ||
_plimsoll__subcmd__benchmarks_commands() {
    local commands; commands=(
'list:Every edition there is' \
'show:The controls of one edition' \
'coverage:How many controls of each edition are determined, need a person, or do not apply' \
'diff:What changed from one edition to another' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll benchmarks commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__coverage_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__coverage_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks coverage commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__diff_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__diff_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks diff commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__help_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__help_commands() {
    local commands; commands=(
'list:Every edition there is' \
'show:The controls of one edition' \
'coverage:How many controls of each edition are determined, need a person, or do not apply' \
'diff:What changed from one edition to another' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll benchmarks help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__coverage_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__coverage_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks help coverage commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__diff_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__diff_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks help diff commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__help_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks help help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__list_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks help list commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__show_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__help__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks help show commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__list_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks list commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__benchmarks__subcmd__show_commands] )) ||
_plimsoll__subcmd__benchmarks__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll benchmarks show commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__can_commands] )) ||
_plimsoll__subcmd__can_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll can commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks_commands] )) ||
_plimsoll__subcmd__checks_commands() {
    local commands; commands=(
'list:Every check there is' \
'test:Run the examples of checks; without --checks those of the built-in ones' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll checks commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks__subcmd__help_commands] )) ||
_plimsoll__subcmd__checks__subcmd__help_commands() {
    local commands; commands=(
'list:Every check there is' \
'test:Run the examples of checks; without --checks those of the built-in ones' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll checks help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks__subcmd__help__subcmd__help_commands] )) ||
_plimsoll__subcmd__checks__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll checks help help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks__subcmd__help__subcmd__list_commands] )) ||
_plimsoll__subcmd__checks__subcmd__help__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll checks help list commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks__subcmd__help__subcmd__test_commands] )) ||
_plimsoll__subcmd__checks__subcmd__help__subcmd__test_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll checks help test commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks__subcmd__list_commands] )) ||
_plimsoll__subcmd__checks__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll checks list commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__checks__subcmd__test_commands] )) ||
_plimsoll__subcmd__checks__subcmd__test_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll checks test commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect_commands] )) ||
_plimsoll__subcmd__collect_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'cluster:A running cluster through its API, or a dump of one' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll collect commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__cluster_commands] )) ||
_plimsoll__subcmd__collect__subcmd__cluster_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll collect cluster commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__help_commands] )) ||
_plimsoll__subcmd__collect__subcmd__help_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'cluster:A running cluster through its API, or a dump of one' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll collect help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__help__subcmd__cluster_commands] )) ||
_plimsoll__subcmd__collect__subcmd__help__subcmd__cluster_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll collect help cluster commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__help__subcmd__help_commands] )) ||
_plimsoll__subcmd__collect__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll collect help help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__help__subcmd__node_commands] )) ||
_plimsoll__subcmd__collect__subcmd__help__subcmd__node_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll collect help node commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__node_commands] )) ||
_plimsoll__subcmd__collect__subcmd__node_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll collect node commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__demo_commands] )) ||
_plimsoll__subcmd__demo_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll demo commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__explain_commands] )) ||
_plimsoll__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll explain commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help_commands] )) ||
_plimsoll__subcmd__help_commands() {
    local commands; commands=(
'scan:Look at a target and judge it' \
'collect:Look at a target and save what was seen, to be judged elsewhere' \
'audit:Judge saved snapshots; several give one report over many hosts' \
'demo:Audit a bundled snapshot of a real cluster'\''s host' \
'explain:Explain a check or a control\: what, why, how to fix, which frameworks' \
'benchmarks:List, show and compare benchmarks' \
'checks:List checks, or run the examples of checks as tests' \
'who-can:Say who may do something in a cluster, by RBAC' \
'can:Say what somebody may do in a cluster, by RBAC, or whether they may do one thing' \
'inventory:Take stock of clusters\: nodes, namespaces, workloads, service accounts, images' \
'rbac-manifest:Print the read-only role that a scan of a cluster needs' \
'settings:Print the effective configuration of the components on this host' \
'vars:List the variables that fit an audit to a deployment' \
'what-if:Say what a change would break before it is made' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__audit_commands] )) ||
_plimsoll__subcmd__help__subcmd__audit_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help audit commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__benchmarks_commands] )) ||
_plimsoll__subcmd__help__subcmd__benchmarks_commands() {
    local commands; commands=(
'list:Every edition there is' \
'show:The controls of one edition' \
'coverage:How many controls of each edition are determined, need a person, or do not apply' \
'diff:What changed from one edition to another' \
    )
    _describe -t commands 'plimsoll help benchmarks commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__coverage_commands] )) ||
_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__coverage_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help benchmarks coverage commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__diff_commands] )) ||
_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__diff_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help benchmarks diff commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__list_commands] )) ||
_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help benchmarks list commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__show_commands] )) ||
_plimsoll__subcmd__help__subcmd__benchmarks__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help benchmarks show commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__can_commands] )) ||
_plimsoll__subcmd__help__subcmd__can_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help can commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__checks_commands] )) ||
_plimsoll__subcmd__help__subcmd__checks_commands() {
    local commands; commands=(
'list:Every check there is' \
'test:Run the examples of checks; without --checks those of the built-in ones' \
    )
    _describe -t commands 'plimsoll help checks commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__checks__subcmd__list_commands] )) ||
_plimsoll__subcmd__help__subcmd__checks__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help checks list commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__checks__subcmd__test_commands] )) ||
_plimsoll__subcmd__help__subcmd__checks__subcmd__test_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help checks test commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__collect_commands] )) ||
_plimsoll__subcmd__help__subcmd__collect_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'cluster:A running cluster through its API, or a dump of one' \
    )
    _describe -t commands 'plimsoll help collect commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__collect__subcmd__cluster_commands] )) ||
_plimsoll__subcmd__help__subcmd__collect__subcmd__cluster_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help collect cluster commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__collect__subcmd__node_commands] )) ||
_plimsoll__subcmd__help__subcmd__collect__subcmd__node_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help collect node commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__demo_commands] )) ||
_plimsoll__subcmd__help__subcmd__demo_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help demo commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__explain_commands] )) ||
_plimsoll__subcmd__help__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help explain commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__help_commands] )) ||
_plimsoll__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__inventory_commands] )) ||
_plimsoll__subcmd__help__subcmd__inventory_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help inventory commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__rbac-manifest_commands] )) ||
_plimsoll__subcmd__help__subcmd__rbac-manifest_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help rbac-manifest commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__scan_commands] )) ||
_plimsoll__subcmd__help__subcmd__scan_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'files:Manifests\: files, directories, charts, kustomizations, dumps of a cluster, standard input' \
'cluster:A running cluster through its API, or a dump of one' \
'cloud:A managed cluster by what its provider says of it\: see --cloud-facts' \
    )
    _describe -t commands 'plimsoll help scan commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__scan__subcmd__cloud_commands] )) ||
_plimsoll__subcmd__help__subcmd__scan__subcmd__cloud_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help scan cloud commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__scan__subcmd__cluster_commands] )) ||
_plimsoll__subcmd__help__subcmd__scan__subcmd__cluster_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help scan cluster commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__scan__subcmd__files_commands] )) ||
_plimsoll__subcmd__help__subcmd__scan__subcmd__files_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help scan files commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__scan__subcmd__node_commands] )) ||
_plimsoll__subcmd__help__subcmd__scan__subcmd__node_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help scan node commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__settings_commands] )) ||
_plimsoll__subcmd__help__subcmd__settings_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help settings commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__vars_commands] )) ||
_plimsoll__subcmd__help__subcmd__vars_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help vars commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__what-if_commands] )) ||
_plimsoll__subcmd__help__subcmd__what-if_commands() {
    local commands; commands=(
'pss:Which pods a namespace would refuse if it enforced a level of the Pod Security Standards' \
    )
    _describe -t commands 'plimsoll help what-if commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__what-if__subcmd__pss_commands] )) ||
_plimsoll__subcmd__help__subcmd__what-if__subcmd__pss_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help what-if pss commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__help__subcmd__who-can_commands] )) ||
_plimsoll__subcmd__help__subcmd__who-can_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll help who-can commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__inventory_commands] )) ||
_plimsoll__subcmd__inventory_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll inventory commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__rbac-manifest_commands] )) ||
_plimsoll__subcmd__rbac-manifest_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll rbac-manifest commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan_commands] )) ||
_plimsoll__subcmd__scan_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'files:Manifests\: files, directories, charts, kustomizations, dumps of a cluster, standard input' \
'cluster:A running cluster through its API, or a dump of one' \
'cloud:A managed cluster by what its provider says of it\: see --cloud-facts' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll scan commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__cloud_commands] )) ||
_plimsoll__subcmd__scan__subcmd__cloud_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan cloud commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__cluster_commands] )) ||
_plimsoll__subcmd__scan__subcmd__cluster_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan cluster commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__files_commands] )) ||
_plimsoll__subcmd__scan__subcmd__files_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan files commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__help_commands] )) ||
_plimsoll__subcmd__scan__subcmd__help_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'files:Manifests\: files, directories, charts, kustomizations, dumps of a cluster, standard input' \
'cluster:A running cluster through its API, or a dump of one' \
'cloud:A managed cluster by what its provider says of it\: see --cloud-facts' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll scan help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__help__subcmd__cloud_commands] )) ||
_plimsoll__subcmd__scan__subcmd__help__subcmd__cloud_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan help cloud commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__help__subcmd__cluster_commands] )) ||
_plimsoll__subcmd__scan__subcmd__help__subcmd__cluster_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan help cluster commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__help__subcmd__files_commands] )) ||
_plimsoll__subcmd__scan__subcmd__help__subcmd__files_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan help files commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__help__subcmd__help_commands] )) ||
_plimsoll__subcmd__scan__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan help help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__help__subcmd__node_commands] )) ||
_plimsoll__subcmd__scan__subcmd__help__subcmd__node_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan help node commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__scan__subcmd__node_commands] )) ||
_plimsoll__subcmd__scan__subcmd__node_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll scan node commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__settings_commands] )) ||
_plimsoll__subcmd__settings_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll settings commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__vars_commands] )) ||
_plimsoll__subcmd__vars_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll vars commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__what-if_commands] )) ||
_plimsoll__subcmd__what-if_commands() {
    local commands; commands=(
'pss:Which pods a namespace would refuse if it enforced a level of the Pod Security Standards' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll what-if commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__what-if__subcmd__help_commands] )) ||
_plimsoll__subcmd__what-if__subcmd__help_commands() {
    local commands; commands=(
'pss:Which pods a namespace would refuse if it enforced a level of the Pod Security Standards' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll what-if help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__what-if__subcmd__help__subcmd__help_commands] )) ||
_plimsoll__subcmd__what-if__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll what-if help help commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__what-if__subcmd__help__subcmd__pss_commands] )) ||
_plimsoll__subcmd__what-if__subcmd__help__subcmd__pss_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll what-if help pss commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__what-if__subcmd__pss_commands] )) ||
_plimsoll__subcmd__what-if__subcmd__pss_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll what-if pss commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__who-can_commands] )) ||
_plimsoll__subcmd__who-can_commands() {
    local commands; commands=()
    _describe -t commands 'plimsoll who-can commands' commands "$@"
}

if [ "$funcstack[1]" = "_plimsoll" ]; then
    _plimsoll "$@"
else
    compdef _plimsoll plimsoll
fi
