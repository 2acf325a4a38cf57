//! The full text of a page that has it, as sections.
//!
//! It must not know anything of the page's front.

use std::collections::HashSet;
use std::ops::Range;

use super::lines::{Line, lines};
use super::parts::{Part, is_heading_of, marked, opens};
use super::tree::Tree;
use crate::model::BodySection;

/// The sections of the full text; none where the page has only the front.
pub(super) fn sections(tree: &Tree) -> Vec<BodySection> {
    let others: HashSet<usize> = [
        Part::Abstract,
        Part::Keywords,
        Part::References,
        Part::Authors,
        Part::Cite,
        Part::Licence,
        Part::Title,
    ]
    .into_iter()
    .flat_map(|part| marked(tree, part))
    .collect();
    let left_out =
        |at: usize| others.contains(&at) || tree.nodes[at].is_marked("references article-info noprint");
    let Some(body) = stretch(tree, &others) else { return Vec::new() };
    let mut sections: Vec<BodySection> = Vec::new();
    for Line { text, heading, .. } in lines(tree, body, left_out) {
        if heading > 0 {
            // Under these headings stands what the article has fields for.
            if is_heading_of(Part::References, &text) {
                break;
            }
            sections.push(BodySection { title: text, depth: heading, paragraphs: Vec::new() });
        } else {
            if sections.is_empty() {
                sections.push(BodySection { depth: 1, ..BodySection::default() });
            }
            if let Some(last) = sections.last_mut() {
                last.paragraphs.push(text);
            }
        }
    }
    sections.retain(|section| {
        !is_heading_of(Part::Abstract, &section.title) && !is_heading_of(Part::Keywords, &section.title)
    });
    let top = sections
        .iter()
        .filter(|section| !section.title.is_empty())
        .map(|section| section.depth)
        .min()
        .unwrap_or(1);
    for section in &mut sections {
        section.depth = section.depth.saturating_sub(top) + 1;
    }
    // A box of buttons and labels is no text.
    let has_text = sections.iter().flat_map(|section| &section.paragraphs).any(|text| text.len() > 120);
    if has_text { sections } else { Vec::new() }
}

/// Where the text stands: in the largest element marked as it, else from the heading of its introduction on.
fn stretch(tree: &Tree, others: &HashSet<usize>) -> Option<Range<usize>> {
    if let Some(&at) = marked(tree, Part::Body).iter().max_by_key(|&&at| tree.nodes[at].end - at) {
        return Some(at..tree.nodes[at].end);
    }
    let heads = |at: &usize| {
        tree.nodes[*at].heading().is_some_and(|level| level <= 2)
            && opens(tree, *at, Part::Body)
            && !tree.around(*at).any(|around| others.contains(&around))
    };
    let mut start = tree.all_elements().find(heads)?;
    // A section of its own stands beside the other sections.
    if tree.nodes[tree.nodes[start].parent].name() == "section" {
        start = tree.nodes[start].parent;
    }
    Some(start..tree.nodes[tree.nodes[start].parent].end)
}
