//! Which distribution of Kubernetes, and which operating system made for it, a host runs.

use plimsoll_content::{Distribution, DistributionKind};
use plimsoll_model::{Distribution as Recognised, Instance};

use super::Look;
use crate::fs::FileSystem;

/// Signs kept of one kind: a reader needs one or two.
const SIGNS: usize = 3;

impl Look<'_> {
    /// Writes down the distributions that the host shows, see `components/distributions.toml`.
    pub(crate) fn distributions(&mut self) {
        let content = self.request.content;
        let os = os_release(self.request.fs, "ID");
        let units = self.units.names();
        let mut found: Vec<(&Distribution, bool, Vec<String>)> = Vec::new();
        for distribution in &content.distributions {
            let mut signs = self.running_signs(distribution, os.as_deref());
            let runs = !signs.is_empty();
            signs.extend(self.lying_signs(distribution, &units));
            if !signs.is_empty() {
                found.push((distribution, runs, signs));
            }
        }
        let of_kubernetes = |one: &Distribution| one.kind == DistributionKind::Kubernetes;
        let running: Vec<&str> = found
            .iter()
            .filter(|(one, runs, _)| of_kubernetes(one) && *runs)
            .map(|(one, ..)| one.id.as_str())
            .collect();
        // Beside what runs, paths are leftovers of another installation, save for those of what is
        // built upon it.
        if !running.is_empty() {
            found.retain(|(one, runs, _)| {
                let upon = one.replaces.iter().any(|base| running.contains(&base.as_str()));
                !of_kubernetes(one) || *runs || upon
            });
        }
        let replaced: Vec<String> =
            found.iter().flat_map(|(one, ..)| one.replaces.iter().cloned()).collect();
        found.retain(|(one, ..)| !replaced.contains(&one.id));
        found.sort_by_key(|(one, runs, _)| (!of_kubernetes(one), !runs));
        self.node.distributions = found
            .into_iter()
            .map(|(one, _, signs)| {
                let version = self.own_version(one, os.as_deref());
                Recognised { id: one.id.clone(), version, signs }
            })
            .collect();
    }

    /// The version that the distribution counts itself: in the text of a component's version, or
    /// in the os-release of a system that is its own.
    fn own_version(&self, distribution: &Distribution, os: Option<&str>) -> Option<String> {
        let texts = self.node.components.iter().flat_map(|instance| &instance.versions);
        let text = texts
            .filter_map(|evidence| evidence.text.as_deref())
            .find(|text| distribution.versions.iter().any(|part| text.contains(part.as_str())));
        let of_system = || {
            os.filter(|id| distribution.os_ids.iter().any(|known| known == id))?;
            let fs = self.request.fs;
            os_release(fs, "OPENSHIFT_VERSION").or_else(|| os_release(fs, "VERSION_ID"))
        };
        text.map(str::to_owned).or_else(of_system)
    }

    /// Signs of what runs, or of the system that is booted.
    fn running_signs(&self, distribution: &Distribution, os: Option<&str>) -> Vec<String> {
        let mut signs = Vec::new();
        if let Some(id) = os.filter(|id| distribution.os_ids.iter().any(|known| known == id)) {
            signs.push(format!("os-release says ID={id}"));
        }
        let titles = self.raw.iter().filter_map(|raw| Some((raw.pid, title(&raw.arguments)?)));
        let processes = titles.filter(|(_, line)| {
            distribution.processes.iter().any(|words| {
                line.strip_prefix(words.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
        });
        signs.extend(processes.take(SIGNS).map(|(pid, line)| format!("process {pid} is `{line}`")));
        let runtimes = |instance: &&Instance| {
            let component = self.request.content.components.get(&instance.component);
            component.is_some_and(|component| component.role != "runtime")
        };
        for instance in self.node.components.iter().filter(runtimes) {
            signs.extend(instance_signs(distribution, instance));
        }
        signs.dedup();
        signs
    }

    /// Signs that an installation leaves on the disk.
    fn lying_signs(&self, distribution: &Distribution, units: &[String]) -> Vec<String> {
        let there = |path: &&String| self.request.fs.stat(path).is_ok();
        let paths = distribution.paths.iter().filter(there);
        let mut signs: Vec<String> =
            paths.take(SIGNS).map(|path| format!("{path} is there")).collect();
        let known = distribution.units.iter().filter(|unit| units.contains(unit));
        signs.extend(known.take(SIGNS).map(|unit| format!("there is a unit {unit}")));
        signs
    }
}

/// What one instance shows of a distribution.
fn instance_signs(distribution: &Distribution, instance: &Instance) -> Vec<String> {
    let mut signs = Vec::new();
    let part = |parts: &[String], text: &str| parts.iter().any(|part| text.contains(part.as_str()));
    let id = &instance.id;
    for evidence in &instance.versions {
        if let Some(text) = &evidence.text
            && part(&distribution.versions, text)
        {
            signs.push(format!("{id} is of version {text}"));
        }
    }
    let line = instance.command_line().map(|line| line.arguments.as_slice()).unwrap_or_default();
    if let Some(argument) = line.iter().find(|one| part(&distribution.arguments, &one.text)) {
        signs.push(format!("{id} has the argument {}", shortened(&argument.text)));
    }
    for definition in &instance.definitions {
        if let Some(image) = &definition.image
            && part(&distribution.images, image)
        {
            signs.push(format!("{id} is started from {image}"));
        }
        let mut files = std::iter::once(&definition.path).chain(&definition.files);
        if let Some(path) = files.find(|path| part(&distribution.definitions, path)) {
            signs.push(format!("{id} is defined in {path}"));
        }
    }
    signs
}

/// Arguments such as lists of labels are long.
fn shortened(text: &str) -> String {
    const KEPT: usize = 80;
    if text.chars().count() <= KEPT {
        return text.to_owned();
    }
    text.chars().take(KEPT).chain("...".chars()).collect()
}

/// One variable of the host's os-release, without quotes.
pub(super) fn os_release(fs: &dyn FileSystem, name: &str) -> Option<String> {
    let bytes = fs
        .read("/etc/os-release", 64 * 1024)
        .or_else(|_| fs.read("/usr/lib/os-release", 64 * 1024))
        .ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

/// The first words of a command line, the program without its directory. A process that wrote over
/// its own title shows it as one argument with blanks in it.
pub(super) fn title(arguments: &[String]) -> Option<String> {
    let mut words = arguments.iter().flat_map(|one| one.split_whitespace());
    let program = words.next()?;
    let program = program.rsplit('/').next().unwrap_or(program);
    let second = words.next().filter(|word| !word.starts_with('-'));
    Some(second.map_or_else(|| program.to_owned(), |second| format!("{program} {second}")))
}
