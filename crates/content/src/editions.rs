//! All editions of all benchmarks, opened one by one.
//!
//! A hundred editions say much the same. Each is kept as the numbers and thresholds in which it
//! differs from the controls that they share, and is made whole when somebody asks for it: a scan
//! needs one or two of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use plimsoll_model::Severity;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::benchmark::{Benchmark, Control, ControlCheck, Head, Section, VersionRange};

/// Editions by id.
#[derive(Debug, Clone, Default)]
pub struct Editions {
    heads: BTreeMap<String, Head>,
    stored: Stored,
    open: BTreeMap<String, OnceLock<Option<Benchmark>>>,
}

/// The compact form: each part is read only when it is needed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Stored {
    /// What controls ask, by their own ids.
    controls: BTreeMap<String, Bytes>,
    editions: BTreeMap<String, Bytes>,
}

/// Bytes that are copied at once, not one by one.
#[derive(Debug, Clone, Default, PartialEq)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}

/// What of a control does not depend on the edition.
#[derive(Serialize, Deserialize)]
struct Shared {
    title: String,
    role: String,
    checks: Vec<ControlCheck>,
    look: Option<String>,
    look_at: Vec<(String, String)>,
    manual_on_fail: bool,
    manual_on_pass: bool,
    cis_controls: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredEdition {
    sections: Vec<Section>,
    controls: Vec<StoredControl>,
}

/// What an edition says of a control; `None` where it says what all say.
#[derive(Serialize, Deserialize)]
struct StoredControl {
    id: String,
    is: String,
    section: Option<String>,
    level: u8,
    assessment: String,
    not_applicable: Option<String>,
    versions: Option<(VersionRange, String)>,
    severity: Option<Severity>,
    also: Vec<String>,
    references: Vec<(String, String)>,
    own: Box<Own>,
}

#[derive(Default, Serialize, Deserialize)]
struct Own {
    title: Option<String>,
    role: Option<String>,
    checks: Option<Vec<ControlCheck>>,
    look: Option<Option<String>>,
    look_at: Option<Vec<(String, String)>>,
    manual: Option<(bool, bool)>,
    cis_controls: Option<Vec<String>>,
}

impl Editions {
    /// The edition of this id or alias.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Benchmark> {
        let id = match self.heads.get(id) {
            Some(head) => &head.id,
            None => &self.heads.values().find(|head| head.aliases.iter().any(|one| one == id))?.id,
        };
        self.open.get(id)?.get_or_init(|| self.stored.open(self.heads.get(id)?)).as_ref()
    }

    /// Whether there is an edition of this id or alias.
    #[must_use]
    pub fn contains_key(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// What editions there are, by id.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        self.heads.values()
    }

    /// Ids, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.heads.keys().map(String::as_str)
    }

    /// Every edition made whole. It takes some milliseconds.
    pub fn values(&self) -> impl Iterator<Item = &Benchmark> {
        self.heads.keys().filter_map(|id| self.get(id))
    }

    /// Says that there is no edition of this id, and which ids are like it.
    #[must_use]
    pub fn unknown(&self, id: &str) -> String {
        const NEAR: usize = 6;
        let id_lower = id.to_lowercase();
        let word = |id: &str| id.split(['-', '.']).next().unwrap_or_default().to_lowercase();
        let numbers = |id: &str| -> Vec<u64> {
            id.split(|one: char| !one.is_ascii_digit())
                .filter_map(|part| part.parse().ok())
                .collect()
        };
        let mut near: Vec<&str> = self
            .heads
            .values()
            .flat_map(|head| std::iter::once(&head.id).chain(&head.aliases))
            .map(String::as_str)
            .collect();
        let distance = |known: &str| strsim::osa_distance(&known.to_lowercase(), &id_lower);
        let begins = |known: &str| known.to_lowercase().starts_with(&id_lower);
        near.retain(|known| begins(known) || distance(known) <= known.len().max(id.len()) / 2);
        // What begins so comes first, then what is nearest, of equals the newest.
        near.sort_by_key(|known| {
            let far = (!begins(known), word(known) != word(id), distance(known));
            (far, std::cmp::Reverse(numbers(known)))
        });
        near.truncate(NEAR);
        let list = "`plimsoll benchmarks list` lists them";
        if near.is_empty() {
            format!("there is no benchmark `{id}`; {list}")
        } else {
            format!("there is no benchmark `{id}`; near it: {}; {list}", near.join(", "))
        }
    }

    /// Adds an edition.
    pub fn insert(&mut self, mut benchmark: Benchmark) {
        benchmark.head.size = benchmark.controls.len();
        let id = benchmark.id.clone();
        self.heads.insert(id.clone(), benchmark.head.clone());
        self.open.insert(id, OnceLock::from(Some(benchmark)));
    }

    /// The compact form. Controls that several editions have under one `is` are kept once.
    fn store(&self) -> Result<Stored, postcard::Error> {
        let mut shared: BTreeMap<&str, &Control> = BTreeMap::new();
        for control in self.values().flat_map(|benchmark| &benchmark.controls) {
            shared.entry(&control.is).or_insert(control);
        }
        let mut stored = Stored::default();
        for (is, control) in &shared {
            let bytes = postcard::to_stdvec(&Shared {
                title: control.title.clone(),
                role: control.role.clone(),
                checks: control.checks.clone(),
                look: control.look.clone(),
                look_at: control.look_at.clone(),
                manual_on_fail: control.manual_on_fail,
                manual_on_pass: control.manual_on_pass,
                cis_controls: control.cis_controls.clone(),
            })?;
            stored.controls.insert((*is).to_owned(), Bytes(bytes));
        }
        for benchmark in self.values() {
            let controls = benchmark
                .controls
                .iter()
                .filter_map(|control| Some(StoredControl::of(control, shared.get(&*control.is)?)))
                .collect();
            let edition = StoredEdition { sections: benchmark.sections.clone(), controls };
            let bytes = Bytes(postcard::to_stdvec(&edition)?);
            stored.editions.insert(benchmark.id.clone(), bytes);
        }
        Ok(stored)
    }
}

impl Stored {
    fn open(&self, head: &Head) -> Option<Benchmark> {
        let edition: StoredEdition = postcard::from_bytes(&self.editions.get(&head.id)?.0).ok()?;
        let controls: Option<Vec<Control>> = edition
            .controls
            .into_iter()
            .map(|control| {
                let shared = postcard::from_bytes(&self.controls.get(&control.is)?.0).ok()?;
                Some(control.whole(shared))
            })
            .collect();
        Some(Benchmark { head: head.clone(), sections: edition.sections, controls: controls? })
    }
}

impl StoredControl {
    fn of(control: &Control, shared: &Control) -> Self {
        fn differs<T: Clone + PartialEq>(own: &T, shared: &T) -> Option<T> {
            (own != shared).then(|| own.clone())
        }
        let manual = |one: &Control| (one.manual_on_fail, one.manual_on_pass);
        let own = Own {
            title: differs(&control.title, &shared.title),
            role: differs(&control.role, &shared.role),
            checks: differs(&control.checks, &shared.checks),
            look: differs(&control.look, &shared.look),
            look_at: differs(&control.look_at, &shared.look_at),
            manual: differs(&manual(control), &manual(shared)),
            cis_controls: differs(&control.cis_controls, &shared.cis_controls),
        };
        Self {
            id: control.id.clone(),
            is: control.is.clone(),
            section: control.section.clone(),
            level: control.level,
            assessment: control.assessment.clone(),
            not_applicable: control.not_applicable.clone(),
            versions: control.versions.clone(),
            severity: control.severity,
            also: control.also.clone(),
            references: control.references.clone(),
            own: Box::new(own),
        }
    }

    fn whole(self, shared: Shared) -> Control {
        let own = *self.own;
        let (manual_on_fail, manual_on_pass) =
            own.manual.unwrap_or((shared.manual_on_fail, shared.manual_on_pass));
        Control {
            id: self.id,
            is: self.is,
            title: own.title.unwrap_or(shared.title),
            section: self.section,
            level: self.level,
            assessment: self.assessment,
            role: own.role.unwrap_or(shared.role),
            checks: own.checks.unwrap_or(shared.checks),
            look: own.look.unwrap_or(shared.look),
            look_at: own.look_at.unwrap_or(shared.look_at),
            manual_on_fail,
            manual_on_pass,
            not_applicable: self.not_applicable,
            versions: self.versions,
            severity: self.severity,
            also: self.also,
            references: self.references,
            cis_controls: own.cis_controls.unwrap_or(shared.cis_controls),
        }
    }
}

impl PartialEq for Editions {
    fn eq(&self, other: &Self) -> bool {
        self.values().eq(other.values())
    }
}

impl Serialize for Editions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = self.store().map_err(serde::ser::Error::custom)?;
        (&self.heads, stored).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Editions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (heads, stored): (BTreeMap<String, Head>, Stored) =
            Deserialize::deserialize(deserializer)?;
        let open = heads.keys().map(|id| (id.clone(), OnceLock::new())).collect();
        Ok(Self { heads, stored, open })
    }
}
