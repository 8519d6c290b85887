//! Flags that stand in a file as a mapping: OpenShift's `--openshift-config`.
//!
//! The mapping is read as if each of its values were given as `--name=value` after the command
//! line. Some flags come from other fields of the same file when the mapping lacks them.
//! Source: `openshift/kubernetes`, `openshift-kube-apiserver/openshiftkubeapiserver/flags.go` and
//! `cmd/kube-controller-manager/app/config`, `patch.go`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use plimsoll_content::{ArgumentMap, Component, SettingType};
use plimsoll_model::{Argument, Document, DocumentState, Instance, Tree, Value};

use crate::arguments::Given;
use crate::outcome::Provenance;
use crate::value::SettingValue;

/// The file that the command line names, if it names one.
pub(crate) fn path<'g>(
    map: &ArgumentMap,
    given: &'g BTreeMap<String, Vec<Given<'_>>>,
) -> Option<&'g str> {
    let last = given.get(map.flag.as_ref()?)?.last()?;
    last.value.as_deref().filter(|path| !path.is_empty())
}

/// What the file gives.
///
/// # Errors
/// Why it is not known.
pub(crate) fn read<'a>(
    component: &Component,
    map: &ArgumentMap,
    instance: &Instance,
    documents: &BTreeMap<String, Document>,
    path: &str,
) -> Result<Vec<Given<'a>>, String> {
    let host = instance.host_path(path);
    let document = documents.get(host).ok_or_else(|| format!("{path} was not read"))?;
    let tree = match (&document.state, document.tree()) {
        (DocumentState::Parsed(_), Some(tree)) => tree,
        (DocumentState::Parsed(_), None) => return Err(format!("{host} is empty")),
        (DocumentState::Absent, _) => return Err(format!("{host} is not there")),
        (DocumentState::Unreadable { reason }, _) => {
            return Err(format!("{host} could not be read: {reason}"));
        }
    };
    let kind = tree.get("kind").and_then(Tree::as_str).unwrap_or_default();
    if !map.kinds.is_empty() && !map.kinds.iter().any(|known| known == kind) {
        return Err(format!("{host} is not of kind {}", map.kinds.join(" or ")));
    }
    let mut reader = Reader { component, file: &document.path, given: Vec::new() };
    let flags = map.key.as_ref().and_then(|key| Some((key, tree.at(key)?)));
    if let Some((key, flags)) = flags
        && !matches!(flags.value, Value::Map(_))
    {
        return Err(format!("`{key}` in {host} is no mapping"));
    }
    let entries = flags.map(|(_, flags)| flags.entries());
    for entry in entries.unwrap_or_default() {
        match &entry.value.value {
            Value::List(items) => items.iter().for_each(|item| reader.take(&entry.key, item)),
            _ => reader.take(&entry.key, &entry.value),
        }
    }
    let named: Vec<String> = reader.given.iter().map(|one| one.key.clone()).collect();
    for (field, flag) in map.unless_given.iter().filter(|(_, flag)| !named.contains(flag)) {
        let off = map.only_if.iter().any(|(beginning, switch)| {
            field.starts_with(beginning.as_str())
                && tree.at(switch).and_then(Tree::as_bool) != Some(true)
        });
        let Some(value) = tree.at(field).filter(|value| !off && !value.is_null()) else { continue };
        match &value.value {
            Value::List(items) => items.iter().for_each(|item| reader.take(flag, item)),
            _ => reader.take(flag, value),
        }
    }
    if let Some(address) = &map.address
        && let Some(tree) = tree.at(&address.field)
        && let Some((host, port)) = tree.as_str().and_then(|text| text.rsplit_once(':'))
    {
        for (flag, part) in [(&address.host, host), (&address.port, port)] {
            if !named.contains(flag) && !part.is_empty() {
                reader.give(flag, part.trim_matches(['[', ']']).to_owned(), tree.line);
            }
        }
    }
    Ok(reader.given)
}

struct Reader<'c, 'a> {
    component: &'c Component,
    file: &'c str,
    given: Vec<Given<'a>>,
}

impl Reader<'_, '_> {
    fn take(&mut self, flag: &str, tree: &Tree) {
        // A structure or nothing is no value, and makes the flag unknown.
        self.put(flag, tree.scalar_text(), tree.line);
    }

    fn give(&mut self, flag: &str, value: String, line: u32) {
        self.put(flag, Some(value), line);
    }

    fn put(&mut self, flag: &str, value: Option<String>, line: u32) {
        // A flag that the component does not have is OpenShift's own.
        let Some(setting) = self.component.flag(flag) else { return };
        let written = match &value {
            Some(value) => format!("{flag}: {value}"),
            None => format!("{flag}:"),
        };
        let (file, line) = (Some(self.file.to_owned()), Some(line));
        let argument = Argument { text: written.clone(), index: 0, file, line, set_by: None };
        self.given.push(Given {
            key: setting.key.clone(),
            known: true,
            value,
            written,
            argument: Cow::Owned(argument),
            provenance: Provenance::File,
        });
    }
}

/// Whether a field of the configuration file lies in a mapping of flags.
pub(crate) fn is_below(component: &Component, path: &str) -> bool {
    component
        .argument_map
        .iter()
        .flat_map(|map| &map.keys)
        .any(|key| path.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('.')))
}

/// The value of a flag from such a mapping: of several values the last counts, lists and maps add
/// up.
///
/// # Errors
/// Says what the type accepts.
pub(crate) fn value(kind: SettingType, tree: &Tree) -> Result<SettingValue, String> {
    let items = match &tree.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(tree),
    };
    let mut value: Option<SettingValue> = None;
    for item in items {
        let text = item.scalar_text().ok_or("a structure is no value of a flag")?;
        let next = SettingValue::parse(kind, &text)?;
        match &mut value {
            Some(value) => value.accumulate(next),
            None => value = Some(next),
        }
    }
    Ok(value.unwrap_or_else(|| SettingValue::empty(kind)))
}
