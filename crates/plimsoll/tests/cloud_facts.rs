//! Facts of managed clusters that do not show everything, or not what was asked: never a pass.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::PathBuf;

use common::plimsoll;
use serde_json::{Value, json};

/// Files of one test, gone with it.
struct Files(PathBuf);

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Files {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("plimsoll-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// What `scan cloud` says of texts: the report, or the error.
    fn scan(&self, texts: &[&str]) -> Result<Value, String> {
        let mut arguments = vec!["scan".to_owned(), "cloud".to_owned()];
        for (number, text) in texts.iter().enumerate() {
            let path = self.0.join(format!("{number}.json"));
            std::fs::write(&path, text).unwrap();
            arguments.extend(["--cloud-facts".to_owned(), path.display().to_string()]);
        }
        arguments.extend(["-o".to_owned(), "json".to_owned()]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = plimsoll(&arguments);
        match output.status.code() {
            Some(0) => Ok(serde_json::from_slice(&output.stdout).unwrap()),
            _ => Err(String::from_utf8(output.stderr).unwrap()),
        }
    }

    fn refused(&self, texts: &[&str], said: &[&str]) {
        let error = self.scan(texts).expect_err("it is refused");
        for text in said {
            assert!(error.contains(text), "{text}: {error}");
        }
    }
}

fn control(report: &Value, id: &str) -> (String, String) {
    let controls = report["benchmarks"][0]["controls"].as_array().unwrap();
    let one = controls.iter().find(|one| one["id"] == id).unwrap();
    let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
    (text("status"), text("reason"))
}

fn cluster(name: &str) -> Value {
    json!({ "cluster": {
        "name": name, "arn": format!("arn:aws:eks:eu-west-1:111122223333:cluster/{name}"), "version": "1.34",
        "resourcesVpcConfig": { "endpointPublicAccess": false, "endpointPrivateAccess": true } } })
}

fn nodegroup(cluster: &str) -> Value {
    json!({ "nodegroup": { "nodegroupName": "apps", "nodegroupArn": "arn:aws:eks:::nodegroup/x/apps/1",
        "nodeRole": "arn:aws:iam::111122223333:role/nodes", "clusterName": cluster, "amiType": "CUSTOM" } })
}

#[test]
fn what_a_failed_command_leaves_behind_is_refused() {
    let files = Files::new("empty");
    let good = cluster("shop").to_string();
    for nothing in ["", " \n", "null", "---\n"] {
        files.refused(&[nothing], &["0.json", "is empty"]);
        files.refused(&[&good, nothing], &["1.json", "is empty"]);
    }
}

#[test]
fn a_list_that_goes_on_is_an_error() {
    let files = Files::new("pages");
    for (key, more) in [
        ("NextToken", json!("x")),
        ("nextToken", json!("x")),
        ("NextMarker", json!("x")),
        ("Marker", json!("x")),
        ("opc-next-page", json!("x")),
        ("nextLink", json!("https://example.com/2")),
        ("IsTruncated", json!(true)),
    ] {
        let mut listeners = json!({ "Listeners": [{ "ListenerArn": "a", "Protocol": "HTTPS",
            "DefaultActions": [{ "Type": "forward" }] }] });
        let whole = files.scan(&[&cluster("shop").to_string(), &listeners.to_string()]).unwrap();
        assert_eq!(control(&whole, "5.4.5").0, "pass");
        listeners[key] = more;
        let report = files.scan(&[&cluster("shop").to_string(), &listeners.to_string()]).unwrap();
        let (status, reason) = control(&report, "5.4.5");
        assert_eq!(status, "error", "{key}");
        assert!(reason.contains(key) && reason.contains("1.json"), "{reason}");
        // Not even that there is none.
        listeners["Listeners"] = json!([]);
        let report = files.scan(&[&cluster("shop").to_string(), &listeners.to_string()]).unwrap();
        assert_eq!(control(&report, "5.4.5").0, "error", "{key}");
        listeners[key] = json!(null);
        let report = files.scan(&[&cluster("shop").to_string(), &listeners.to_string()]).unwrap();
        assert_eq!(control(&report, "5.4.5").0, "not-applicable", "{key}");
    }
}

#[test]
fn one_report_is_about_one_cluster() {
    let files = Files::new("clusters");
    let (shop, other) = (cluster("shop").to_string(), cluster("other").to_string());
    files.refused(&[&shop, &other], &["shop", "other", "0.json", "1.json"]);
    files.refused(&[&shop, &nodegroup("other").to_string()], &["shop", "other", "1.json"]);
    files.refused(&[&nodegroup("other").to_string(), &shop], &["shop", "other", "0.json"]);
    let addon =
        json!({ "addon": { "addonName": "vpc-cni", "addonArn": "b", "clusterName": "shop" } });
    files.refused(&[&nodegroup("other").to_string(), &addon.to_string()], &["shop", "other"]);
    files.scan(&[&shop, &nodegroup("shop").to_string(), &addon.to_string()]).unwrap();
    let logs = json!({ "logGroups": [
        { "logGroupName": "/aws/eks/other/cluster", "arn": "arn:aws:logs:::log-group:x" }] });
    files.refused(&[&shop, &logs.to_string()], &["/aws/eks/other/cluster", "shop"]);
    // Two providers.
    let aks = json!({ "name": "shop", "nodeResourceGroup": "MC", "agentPoolProfiles": [] });
    files.refused(&[&shop, &aks.to_string()], &["facts of aks beside those of eks"]);
}

#[test]
fn the_same_thing_twice_counts_once() {
    let files = Files::new("twice");
    let shop = cluster("shop");
    let pretty = serde_json::to_string_pretty(&shop).unwrap();
    let report = files.scan(&[&shop.to_string(), &pretty]).unwrap();
    assert_eq!(report["clouds"][0]["documents"]["eks-cluster"], 1);
    assert!(!report.to_string().contains("shop (2)"));
    let mut newer = shop.clone();
    newer["cluster"]["version"] = json!("1.35");
    files.refused(
        &[&shop.to_string(), &newer.to_string()],
        &["not in the same way", "0.json", "1.json"],
    );
}

#[test]
fn what_was_cut_is_named() {
    let files = Files::new("cut");
    files.refused(
        &[r#"{"nodeInstances": [{"InstanceId": "i-1"}]}"#],
        &["eks-node-instances", "i-1", "is missing"],
    );
    files.refused(&[r#"{"nodeInstances": null}"#], &["nodeInstances", "holds nothing"]);
    files.refused(
        &[r#"{"name": "c", "currentMasterVersion": "1.33.1-gke.1", "masterAuth": {}}"#],
        &["gke-cluster", "is missing"],
    );
}
