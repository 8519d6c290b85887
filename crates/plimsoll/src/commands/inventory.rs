//! `inventory`.

use plimsoll_report::csv::v1::line;
use plimsoll_report::sanitize::sanitize;

use super::{cluster, content, listing};
use crate::cli::{InventoryArgs, InventoryFormat};
use crate::cluster::{Inventory, inventory, load};
use crate::output;
use crate::yaml;

/// Entries of a list that the counts show.
const SHOWN: usize = 3;

pub(crate) fn run(arguments: &InventoryArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let snapshots = cluster::gather(&content, &arguments.cluster, None)?;
    let clusters = snapshots
        .iter()
        .map(|snapshot| {
            let loaded = load(snapshot);
            inventory(&loaded, &loaded.context(&content))
        })
        .collect();
    let found = Inventory { schema: crate::cluster::INVENTORY_SCHEMA, clusters };
    let text = match arguments.format {
        InventoryFormat::Text => text(&found),
        InventoryFormat::Wide => wide(&found),
        InventoryFormat::Json => listing::json(&found)?,
        InventoryFormat::Yaml => yaml::render(&serde_json::to_value(&found)?),
        InventoryFormat::Csv => csv(&found),
    };
    output::to_stdout(&text)?;
    Ok(0)
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn text(found: &Inventory) -> String {
    let mut text = String::new();
    for one in &found.clusters {
        let version = one.version.as_deref().unwrap_or("version unknown");
        text.push_str(&format!("{}  {}\n", sanitize(&one.name), sanitize(version)));
        let pods: u32 = one.workloads.iter().map(|workload| workload.pods).sum();
        let exposed = one.workloads.iter().filter(|one| !one.exposure.is_empty()).count();
        let open = one.workloads.iter().filter(|one| one.ingress_policies.is_empty()).count();
        let guarded = one.namespaces.iter().filter(|one| one.pod_security.is_some()).count();
        let strong = one.service_accounts.iter().filter(|one| !one.powers.is_empty()).count();
        for (what, more) in [
            (plural(one.nodes.len(), "node"), String::new()),
            (plural(one.namespaces.len(), "namespace"), format!("{guarded} enforce Pod Security")),
            (
                plural(one.workloads.len(), "workload"),
                format!(
                    "{} run; {exposed} reached from outside; {open} that every pod may reach",
                    plural(pods as usize, "pod")
                ),
            ),
            (
                plural(one.service_accounts.len(), "service account"),
                format!("{strong} with far-reaching rights"),
            ),
            (plural(one.images.len(), "image"), most_used(one)),
        ] {
            text.push_str(&format!("  {what:<24}{more}\n"));
        }
        for (kind, reason) in &one.unread {
            text.push_str(&format!("  not read: {kind}: {}\n", sanitize(reason)));
        }
    }
    text.push_str("-o wide shows every entry.\n");
    text
}

fn most_used(one: &crate::cluster::ClusterInventory) -> String {
    let mut images: Vec<_> = one.images.iter().collect();
    images.sort_by(|one, other| (other.pods, &one.image).cmp(&(one.pods, &other.image)));
    let shown: Vec<String> = images
        .iter()
        .take(SHOWN)
        .map(|image| {
            format!("{} in {}", sanitize(&image.image), plural(image.pods as usize, "pod"))
        })
        .collect();
    shown.join(", ")
}

fn listed(list: &[String]) -> String {
    if list.is_empty() { "-".to_owned() } else { list.join(", ") }
}

/// A name for each table, its header, and its rows.
type Table = (&'static str, &'static [&'static str], Vec<Vec<String>>);

fn tables(one: &crate::cluster::ClusterInventory) -> Vec<Table> {
    let or = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    vec![
        (
            "node",
            &["NODE", "ROLES", "KUBELET", "RUNTIME", "SYSTEM", "PODS"],
            one.nodes
                .iter()
                .map(|node| {
                    vec![
                        node.name.clone(),
                        listed(&node.roles),
                        or(&node.kubelet),
                        or(&node.runtime),
                        or(&node.os),
                        node.pods.to_string(),
                    ]
                })
                .collect(),
        ),
        (
            "namespace",
            &["NAMESPACE", "POD SECURITY", "WORKLOADS", "PODS", "ACCOUNTS", "POLICIES"],
            one.namespaces
                .iter()
                .map(|namespace| {
                    vec![
                        namespace.name.clone(),
                        or(&namespace.pod_security),
                        namespace.workloads.to_string(),
                        namespace.pods.to_string(),
                        namespace.service_accounts.to_string(),
                        namespace.network_policies.to_string(),
                    ]
                })
                .collect(),
        ),
        (
            "workload",
            &[
                "WORKLOAD",
                "PODS",
                "NODES",
                "ACCOUNT",
                "FROM OUTSIDE",
                "INGRESS POLICIES",
                "EGRESS POLICIES",
                "IMAGES",
            ],
            one.workloads
                .iter()
                .map(|workload| {
                    vec![
                        format!("{}/{}/{}", workload.kind, workload.namespace, workload.name),
                        workload.pods.to_string(),
                        workload.nodes.len().to_string(),
                        workload.service_account.clone(),
                        listed(&workload.exposure),
                        listed(&workload.ingress_policies),
                        listed(&workload.egress_policies),
                        listed(&workload.images),
                    ]
                })
                .collect(),
        ),
        (
            "service-account",
            &["SERVICE ACCOUNT", "WORKLOADS", "FAR-REACHING RIGHTS", "ROLES"],
            one.service_accounts
                .iter()
                .map(|account| {
                    vec![
                        format!("{}/{}", account.namespace, account.name),
                        account.workloads.to_string(),
                        listed(&account.powers),
                        listed(&account.roles),
                    ]
                })
                .collect(),
        ),
        (
            "image",
            &["IMAGE", "WORKLOADS", "PODS"],
            one.images
                .iter()
                .map(|image| {
                    vec![image.image.clone(), image.workloads.to_string(), image.pods.to_string()]
                })
                .collect(),
        ),
    ]
}

fn wide(found: &Inventory) -> String {
    let mut text = String::new();
    for one in &found.clusters {
        text.push_str(&format!("CLUSTER {}\n", sanitize(&one.name)));
        for (_, header, rows) in tables(one) {
            text.push('\n');
            text.push_str(&listing::table(header, &rows));
        }
        for (kind, reason) in &one.unread {
            text.push_str(&format!("\nnot read: {kind}: {}", sanitize(reason)));
        }
        text.push('\n');
    }
    text
}

fn csv(found: &Inventory) -> String {
    let own = |list: &[&str]| list.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
    let mut text = line(&own(&["cluster", "entry", "name", "field", "value"]));
    for one in &found.clusters {
        for (entry, header, rows) in tables(one) {
            for row in rows {
                let Some(name) = row.first() else { continue };
                for (field, value) in header.iter().zip(&row).skip(1) {
                    let field = field.to_lowercase();
                    text.push_str(&line(&own(&[&one.name, entry, name, &field, value])));
                }
            }
        }
        for (kind, reason) in &one.unread {
            text.push_str(&line(&own(&[&one.name, "not-read", kind, "reason", reason])));
        }
    }
    text
}
