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
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: control-plane,etcd,worker\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
policies\:"What only the cluster'\''s API can answer"))' \
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
'*--check=[Only these checks; may be given several times]:CHECK:_default' \
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
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: control-plane,etcd,worker\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
policies\:"What only the cluster'\''s API can answer"))' \
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
'*::snapshots -- Snapshots written by `collect` or by `scan --save`:_files' \
&& ret=0
;;
(demo)
_arguments "${_arguments_options[@]}" : \
'*--benchmark=[Benchmark to judge by; may be given several times \[default\: the one that fits\]]:ID:_default' \
'--level=[Only controls up to this profile level]:LEVEL:_default' \
'*--role=[Only controls of these roles \[default\: control-plane,etcd,worker\]]:ROLES:((control-plane\:"API server, scheduler, controller manager"
etcd\:"etcd"
worker\:"kubelet and kube-proxy"
policies\:"What only the cluster'\''s API can answer"))' \
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
(diff)
_arguments "${_arguments_options[@]}" : \
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
'-h[Print help]' \
'--help[Print help]' \
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
'diff:What changed from one edition to another' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll benchmarks commands' commands "$@"
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
'diff:What changed from one edition to another' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll benchmarks help commands' commands "$@"
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
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll collect commands' commands "$@"
}
(( $+functions[_plimsoll__subcmd__collect__subcmd__help_commands] )) ||
_plimsoll__subcmd__collect__subcmd__help_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll collect help commands' commands "$@"
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
'diff:What changed from one edition to another' \
    )
    _describe -t commands 'plimsoll help benchmarks commands' commands "$@"
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
    )
    _describe -t commands 'plimsoll help collect commands' commands "$@"
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
(( $+functions[_plimsoll__subcmd__help__subcmd__scan_commands] )) ||
_plimsoll__subcmd__help__subcmd__scan_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'files:Manifests\: files, directories, charts, kustomizations, dumps of a cluster, standard input' \
    )
    _describe -t commands 'plimsoll help scan commands' commands "$@"
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
(( $+functions[_plimsoll__subcmd__scan_commands] )) ||
_plimsoll__subcmd__scan_commands() {
    local commands; commands=(
'node:This host, or a host'\''s file system mounted somewhere' \
'files:Manifests\: files, directories, charts, kustomizations, dumps of a cluster, standard input' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll scan commands' commands "$@"
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
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'plimsoll scan help commands' commands "$@"
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

if [ "$funcstack[1]" = "_plimsoll" ]; then
    _plimsoll "$@"
else
    compdef _plimsoll plimsoll
fi
