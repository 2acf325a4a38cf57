//! Abstracts: their sections with labels, in the order of the source.
//!
//! It must not know which abstract it reads.

use super::super::xml::Node;
use super::{floats, prose};
use crate::model::Section;

/// Titles of an abstract that say no more than that it is one.
const PLAIN_TITLES: [&str; 3] = ["abstract", "summary", "abstracts"];

/// A label longer than this is not put before those of the sections within.
const LABEL_MAX_BYTES: usize = 1 << 10;

/// The sections of an abstract; one without a label where it is not structured.
pub(super) fn of_abstract(node: Node<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    let title = label_of(node);
    let label = if PLAIN_TITLES.contains(&title.to_lowercase().as_str()) { "" } else { &title };
    add(node, label, &mut sections);
    sections
}

fn add(node: Node<'_>, label: &str, into: &mut Vec<Section>) {
    let mut lines = Vec::new();
    let mut heading = label.to_owned();
    for child in node.children() {
        match child.name() {
            "title" | "label" | "object-id" | "sec-meta" => {}
            "sec" => {
                // What stands before the sections is one of its own.
                end(&mut heading, &mut lines, into);
                let own = label_of(child);
                let outer = if label.len() > LABEL_MAX_BYTES { "" } else { label };
                let parts = [outer, &own].into_iter().filter(|part| !part.is_empty());
                add(child, &parts.collect::<Vec<_>>().join(": "), into);
            }
            name if floats::is_float(name) => lines.extend(floats::lines(child)),
            _ => lines.push(prose::lines(child, "")),
        }
    }
    if node.has_own_text() {
        lines.push(prose::lines(node, "title label object-id p sec list"));
    }
    end(&mut heading, &mut lines, into);
}

fn end(heading: &mut String, lines: &mut Vec<String>, into: &mut Vec<Section>) {
    lines.retain(|line| !line.is_empty());
    if !lines.is_empty() {
        into.push(Section { label: std::mem::take(heading), text: lines.join("\n") });
        lines.clear();
    }
}

/// The title of a section, without the colon behind it.
fn label_of(node: Node<'_>) -> String {
    prose::child_text(node, "title").trim_end_matches([':', '.', ' ']).to_owned()
}
