//! Affiliations: beside the authors, who name them by id, or with each author.
//!
//! It must not know who the authors are.

use std::collections::HashMap;

use super::super::text::collapse;
use super::keys::{Keys, LIST_MAX};
use super::yaml::{Map, Node, Value, flat, nodes};
use crate::model::Section;

/// Affiliations kept of one author.
const OF_ONE_MAX: usize = 100;

/// Keys under which affiliations stand, beside the authors and with one.
const NAMES: [&str; 5] = ["affiliations", "affiliation", "institutes", "institute", "institution"];

/// Keys of an affiliation that are numbers for it, not parts of its name.
const IDS: [&str; 5] = ["id", "index", "number", "ror", "url"];

/// Affiliations by their ids.
#[derive(Debug, Default)]
pub(super) struct Affiliations {
    texts: Vec<(String, bool)>,
    by_id: HashMap<String, usize>,
    /// What is said of them besides.
    pub notes: Vec<Section>,
}

impl Affiliations {
    /// Takes those that stand beside the authors.
    pub fn take(keys: &mut Keys) -> Self {
        let mut all = Self::default();
        let list = keys.take(&NAMES).map(nodes).unwrap_or_default();
        for (at, node) in list.into_iter().take(LIST_MAX).enumerate() {
            let number = (at + 1).to_string();
            match node.value {
                // `- uni: University`
                Value::Map(map) if map.len() == 1 && !is_part(&map[0].0) => {
                    map.into_iter().for_each(|(id, node)| all.add(id, &node));
                }
                Value::Map(map) => {
                    let id = map.iter().find(|(key, _)| ["id", "index", "number"].contains(&key.as_str()));
                    let id = id.map_or(number, |(_, id)| flat(id));
                    all.add(id, &Node { line: node.line, value: Value::Map(map) });
                }
                _ => all.add(number, &node),
            }
        }
        all
    }

    fn add(&mut self, id: String, node: &Node) {
        let text = self.text(node);
        if !text.is_empty() {
            self.by_id.insert(id, self.texts.len());
            self.texts.push((text, false));
        }
    }

    /// Takes those that stand with an author.
    pub fn of_author(&mut self, author: &mut Keys) -> Vec<String> {
        let list = author.take(&NAMES).map(nodes).unwrap_or_default();
        let mut texts = Vec::new();
        for node in list.into_iter().take(OF_ONE_MAX) {
            match &node.value {
                Value::Text(text) => texts.extend(self.named(text)),
                Value::Map(map) => match map.iter().find(|(key, _)| key == "ref") {
                    Some((_, id)) => texts.extend(self.named(&flat(id))),
                    None => texts.push(self.text(&node)),
                },
                Value::List(_) => texts.push(collapse(&flat(&node))),
            }
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// Those no author named.
    pub fn left(&self) -> Vec<String> {
        self.texts.iter().filter(|(_, named)| !named).map(|(text, _)| text.clone()).collect()
    }

    /// What a text stands for: an id, ids parted by commas, or an affiliation itself.
    fn named(&mut self, text: &str) -> Vec<String> {
        let ids: Vec<&str> = text.split(',').map(str::trim).collect();
        let known: Option<Vec<usize>> = ids.iter().map(|id| self.by_id.get(*id).copied()).collect();
        let Some(known) = known else { return vec![collapse(text)] };
        known
            .into_iter()
            .map(|at| {
                self.texts[at].1 = true;
                self.texts[at].0.clone()
            })
            .collect()
    }

    /// The parts of an affiliation as one text.
    fn text(&mut self, node: &Node) -> String {
        let Value::Map(map) = &node.value else { return collapse(&flat(node)) };
        let (ids, parts): (Map, Map) = map.iter().cloned().partition(|(key, _)| IDS.contains(&key.as_str()));
        let parts: Vec<String> = parts.iter().map(|(_, node)| collapse(&flat(node))).collect();
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        for (key, node) in ids.into_iter().filter(|(key, _)| ["ror", "url"].contains(&key.as_str())) {
            self.notes.push(Section { label: format!("{key} of {text}"), text: collapse(&flat(&node)) });
        }
        text
    }
}

fn is_part(key: &str) -> bool {
    ["name", "department", "institution", "city", "country", "address"].contains(&key) || IDS.contains(&key)
}
