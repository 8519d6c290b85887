//! Which component a process or a definition is.

use plimsoll_content::{Component, Content};

/// Arguments that make a component print something and end: such a process is no instance.
const SHORT_LIVED: [&str; 4] = ["--version", "--help", "-h", "version"];

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The component of an argv, and the number of its first argument (after a sub-command).
pub(crate) fn by_arguments<'a>(
    content: &'a Content,
    arguments: &[impl AsRef<str>],
) -> Option<(&'a str, usize)> {
    let program = base_name(arguments.first()?.as_ref());
    let begins =
        |words: &[String]| {
            words.first().is_some_and(|word| word == program)
                && words.iter().enumerate().skip(1).all(|(index, word)| {
                    arguments.get(index).is_some_and(|one| one.as_ref() == word)
                })
        };
    let (component, first) = content.components.values().find_map(|component| {
        if component.except.iter().any(|words| begins(words)) {
            return None;
        }
        if component.executables.iter().any(|name| name == program) {
            return Some((component, 1));
        }
        let longest = component.subcommands.iter().filter(|words| begins(words)).map(Vec::len);
        Some((component, longest.max()?))
    })?;
    (!ends_soon(arguments)).then_some((component.id.as_str(), first))
}

fn ends_soon(arguments: &[impl AsRef<str>]) -> bool {
    arguments.iter().skip(1).any(|argument| SHORT_LIVED.contains(&argument.as_ref()))
}

/// The component of a process by its executable: anybody can call a component something else.
pub(crate) fn by_executable<'a>(
    content: &'a Content,
    executable: &str,
    arguments: &[impl AsRef<str>],
) -> Option<(&'a str, usize)> {
    let name = base_name(executable.trim_end_matches(" (deleted)"));
    let component = content
        .components
        .values()
        .find(|component| component.executables.iter().any(|known| known == name))?;
    let other = component.except.iter().any(|words| {
        let mut rest = words.iter().enumerate().skip(1);
        words.len() > 1
            && rest
                .all(|(index, word)| arguments.get(index).is_some_and(|one| one.as_ref() == word))
    });
    (!other && !ends_soon(arguments)).then_some((component.id.as_str(), 1))
}

/// The component that a short name of at most 15 bytes may stand for.
pub(crate) fn by_short_name<'a>(content: &'a Content, name: &str) -> Option<&'a str> {
    content
        .components
        .values()
        .find(|component| {
            component.executables.iter().any(|executable| {
                executable == name || (name.len() == 15 && executable.starts_with(name))
            })
        })
        .map(|component| component.id.as_str())
}

/// Whether a short name is that of a program that holds components inside.
pub(crate) fn is_holder(content: &Content, name: &str) -> bool {
    let mut processes = content.bundles.iter().flat_map(|bundle| &bundle.processes);
    processes.any(|words| words.split(' ').next() == Some(name))
}

/// Whether the file that a process runs can be this component: anybody can call a process `kubelet`.
pub(crate) fn executable_fits(content: &Content, component: &str, executable: &str) -> bool {
    let name = base_name(executable);
    // `kubelet`, `kubelet-1.34`, `kubelet.real`; not `etcdctl`.
    let begins = |known: &str| {
        name.strip_prefix(known)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
    };
    let fits = |component: &Component| {
        let programs = component.subcommands.iter().filter_map(|words| words.first());
        component.executables.iter().chain(programs).any(|known| begins(known))
            // One binary that holds all of them.
            || ["k3s", "rke2", "k0s", "hyperkube", "microk8s"].iter().any(|all| begins(all))
    };
    content.components.get(component).is_some_and(fits)
}

/// All names of programs that are a component, to look for behind a shell.
pub(crate) fn programs(content: &Content) -> Vec<&str> {
    let mut programs: Vec<&str> = content
        .components
        .values()
        .flat_map(|component| {
            component
                .executables
                .iter()
                .chain(component.subcommands.iter().filter_map(|words| words.first()))
        })
        .map(String::as_str)
        .collect();
    programs.sort_unstable();
    programs.dedup();
    programs
}
