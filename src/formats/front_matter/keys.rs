//! The keys of a front matter, taken one by one.
//!
//! It must not know what any of them means.

use std::collections::HashSet;

use super::super::text::shown;
use super::body::inline;
use super::yaml::{Fault, Map, Node, Value, flat};

/// Values that are read of one list.
pub(super) const LIST_MAX: usize = 100_000;

/// The keys that are not yet taken. Case, `-`, `_` and spaces do not count in a key.
pub(super) struct Keys {
    pub map: Map,
    /// What was not as it should be.
    pub faults: Vec<Fault>,
}

impl Keys {
    pub fn new(map: Map) -> Self {
        Self { map, faults: Vec::new() }
    }

    /// Takes the first of the keys that is there and not empty.
    pub fn take(&mut self, names: &[&str]) -> Option<Node> {
        names.iter().find_map(|name| {
            let is_it = |(key, node): &(String, Node)| same(key, name) && !is_empty(node);
            let at = self.map.iter().position(is_it)?;
            Some(self.map.remove(at).1)
        })
    }

    /// Takes the first of the keys that is not empty, as text.
    pub fn text(&mut self, names: &[&str]) -> String {
        self.take(names).map(|node| inline(&flat(&node))).unwrap_or_default()
    }

    /// The texts of a list, or of one text parted by semicolons or commas.
    pub fn list(&mut self, names: &[&str]) -> Vec<String> {
        let Some(node) = self.take(names) else { return Vec::new() };
        let texts: Vec<String> = match &node.value {
            Value::Text(text) => {
                let mark = if text.contains(';') { ';' } else { ',' };
                text.split(mark).map(inline).collect()
            }
            Value::List(list) => list.iter().map(|node| inline(&flat(node))).collect(),
            Value::Map(_) => vec![inline(&flat(&node))],
        };
        // `#tag` and `[[page]]`, as programs for notes write them.
        let bare = texts.iter().map(|text| text.trim_matches(['#', '[', ']']).trim());
        bare.filter(|text| !text.is_empty()).take(LIST_MAX).map(str::to_owned).collect()
    }

    /// Puts the keys of a map that is the value of a key beside the others, behind them.
    pub fn unfold(&mut self, names: &[&str]) {
        while let Some(node) = self.take(names) {
            match node.value {
                Value::Map(map) => self.map.extend(map),
                value => {
                    let name = names.first().copied().unwrap_or_default().to_owned();
                    self.map.push((format!("{name} (text)"), Node { value, ..node }));
                }
            }
        }
    }

    /// Tells of keys that come again; the first counts.
    pub fn tell_repeated(&mut self) {
        let mut known = HashSet::new();
        let again = self.map.iter().filter(|(key, _)| !known.insert(key.as_str()));
        let faults = again.map(|(key, node)| Fault {
            line: node.line,
            found: format!("the key {:?} comes again", shown(key)),
            done: "the first was read, the others are notes",
        });
        self.faults.extend(faults);
    }

    pub fn fault(&mut self, line: u64, found: String) {
        self.faults.push(Fault { line, found, done: "it was kept as it is written" });
    }
}

/// Whether a key is the one of this name, which is in lower case with `-`.
fn same(key: &str, name: &str) -> bool {
    let folded = |c: char| if matches!(c, '_' | ' ') { '-' } else { c.to_ascii_lowercase() };
    key.len() == name.len() && key.chars().map(folded).eq(name.chars())
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => text.trim().is_empty(),
        Value::List(list) => list.iter().all(is_empty),
        Value::Map(map) => map.iter().all(|(_, node)| is_empty(node)),
    }
}
