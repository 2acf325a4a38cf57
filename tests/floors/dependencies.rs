//! What litdex depends on: licences that `deny.toml` allows, one version each but for what it lists, one registry.
//!
//! It says what `cargo deny` would, where that is not to be had; advisories need their list and are looked at by it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The texts between quotes in an array of `deny.toml`.
fn listed(name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let text = fs::read_to_string(path).unwrap();
    let (_, array) = text.split_once(&format!("\n{name} = [\n")).unwrap();
    let (array, _) = array.split_once("\n]").unwrap();
    array.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whether an expression of licences can be kept with those allowed: `(MIT OR Apache-2.0) AND Unicode-3.0`.
fn can_be_kept(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // Before there were expressions a stroke stood for OR.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let kept = any(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "{expression}");
    kept
}

fn any(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut kept = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        kept |= all(words, at, allowed);
    }
    kept
}

fn all(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut kept = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        kept &= one(words, at, allowed);
    }
    kept
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    *at += 1;
    if words[*at - 1] == "(" {
        let kept = any(words, at, allowed);
        *at += 1;
        return kept;
    }
    let mut licence = words[*at - 1].to_owned();
    if words.get(*at) == Some(&"WITH") {
        licence = [&licence, " WITH ", words[*at + 1]].concat();
        *at += 2;
    }
    allowed.contains(&licence)
}

#[test]
fn dependencies_are_what_is_allowed() {
    let (allowed, twice) = (listed("allow"), listed("skip"));
    let mut cargo = Command::new(env!("CARGO"));
    let said =
        cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["metadata", "--format-version", "1", "--locked"]);
    let said = said.output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said: Value = serde_json::from_slice(&said.stdout).unwrap();
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for package in said["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        *versions.entry(name).or_default() += 1;
        let licence = package["license"].as_str().unwrap_or("none");
        if !can_be_kept(licence, &allowed) {
            wrong.push(format!("{name} has the licence {licence}, which deny.toml does not allow"));
        }
        if package["source"].as_str().is_some_and(|source| !source.starts_with("registry+")) {
            wrong.push(format!("{name} comes from {}", package["source"]));
        }
    }
    for (name, count) in &versions {
        if (*count > 1) != twice.contains(*name) {
            wrong.push(format!("{name} stands there {count} times, unlike deny.toml says"));
        }
    }
    wrong.extend(twice.iter().filter(|name| !versions.contains_key(name.as_str())).cloned());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn licences_are_read_as_they_are_written() {
    let allowed: BTreeSet<String> = ["MIT", "Zlib"].map(str::to_owned).into();
    for (expression, kept) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("Apache-2.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("Apache-2.0 WITH LLVM-exception", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
    ] {
        assert_eq!(can_be_kept(expression, &allowed), kept, "{expression}");
    }
}
