//! The public surface: what a program can name of the library, line by line, as a file that is compared.
//!
//! The list comes from rustdoc's own description of the crate, whose form is not yet promised: it is asked for as the
//! stable compiler allows it, for this alone. What `internals` and the command line show is no part of the surface.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const HIDDEN: [&str; 2] = ["internals", "cli"];

/// Describes the crate, and lists what is public.
pub fn surface() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let directory = tempfile::tempdir().unwrap();
    // The flag counts for rustdoc alone: for the compiler it would have every dependency built anew.
    let rustdoc = directory.path().join("rustdoc");
    let real = std::env::var("RUSTDOC").unwrap_or_else(|_| "rustdoc".into());
    fs::write(&rustdoc, format!("#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec '{real}' \"$@\"\n")).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&rustdoc).status().unwrap().success());
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root).env("RUSTDOC", &rustdoc).env_remove("RUSTDOCFLAGS");
    cargo.args([
        "rustdoc",
        "--release",
        "--quiet",
        "--lib",
        "--",
        "-Zunstable-options",
        "--output-format",
        "json",
    ]);
    let said = cargo.output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), Into::into);
    let described = fs::read(target.join("doc").join("litdex.json")).unwrap();
    let described: Value = serde_json::from_slice(&described).unwrap();
    let mut listed = Listed { index: &described["index"], root, lines: BTreeSet::new() };
    listed.item(&described["root"], "");
    listed.lines.into_iter().collect::<Vec<_>>().join("\n") + "\n"
}

struct Listed<'d> {
    index: &'d Value,
    root: &'d Path,
    lines: BTreeSet<String>,
}

impl Listed<'_> {
    fn item(&mut self, id: &Value, above: &str) {
        let index = self.index;
        let item = &index[id.to_string()];
        let Some((kind, inner)) = item["inner"].as_object().and_then(|inner| inner.iter().next()) else {
            return;
        };
        let name = item["name"].as_str().unwrap_or_default();
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}::{name}") };
        match kind.as_str() {
            "module" if above == "litdex" && HIDDEN.contains(&name) => {}
            "module" => self.items(&inner["items"], &path),
            "use" => self.used(inner, above),
            "impl" => {
                let trait_path = inner["trait"]["path"].as_str();
                match trait_path {
                    None => self.items(&inner["items"], above),
                    // What the compiler adds by itself is said by nobody.
                    Some(_) if inner["is_synthetic"] == true || !inner["blanket_impl"].is_null() => {}
                    Some(implemented) => _ = self.lines.insert(format!("{above}: {implemented}")),
                }
            }
            _ => {
                let open = item["attrs"].to_string().contains("non_exhaustive");
                let mark = if open { " (may grow)" } else { "" };
                self.lines.insert(format!("{path}{mark}: {}", self.written(item)));
                for inside in ["items", "impls", "variants"] {
                    self.items(&inner[inside], &path);
                }
                self.items(&inner["kind"]["plain"]["fields"], &path);
                self.items(&inner["kind"]["struct"]["fields"], &path);
                self.items(&inner["kind"]["tuple"], &path);
            }
        }
    }

    fn items(&mut self, ids: &Value, above: &str) {
        ids.as_array().into_iter().flatten().for_each(|id| self.item(id, above));
    }

    /// What is shown here and stands elsewhere.
    fn used(&mut self, inner: &Value, above: &str) {
        let target = &inner["id"];
        if target.is_null() || self.index[target.to_string()].is_null() {
            self.lines.insert(format!("{above}::{}: of {}", inner["name"], inner["source"]));
        } else {
            self.item(target, above);
        }
    }

    /// The source of an item, to where its body begins.
    fn written(&self, item: &Value) -> String {
        let span = &item["span"];
        let Some(file) = span["filename"].as_str() else { return String::new() };
        let text = fs::read_to_string(self.root.join(file)).unwrap_or_default();
        let place = |end: &str| {
            let at = |which: usize| span[end][which].as_u64().unwrap_or(1) as usize - 1;
            let line: usize = text.split_inclusive('\n').take(at(0)).map(str::len).sum();
            (line + at(1)).min(text.len())
        };
        let whole = text.get(place("begin")..place("end")).unwrap_or_default();
        let head = whole.split(" {\n").next().unwrap_or(whole);
        head.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
