//! Figures, tables, supplements and notes: their captions, cells and foot notes as lines of text.
//!
//! It must not know where in the full text they stand.

use super::super::xml::Node;
use super::prose::{self, is_one_of};

/// What PMC writes where a publisher gave no alternative text.
const NO_ALTERNATIVE: &str = "An external file that holds a picture";

/// What PMC writes where the file of a supplement is.
const NO_FILE: &str = "Click here for additional data file.";

/// Between the cells of a row.
const CELL_MARK: &str = " | ";

/// Whether an element is set apart from the running text.
pub(super) fn is_float(name: &str) -> bool {
    const FLOATS: &str = "fig fig-group table-wrap table-wrap-group table media supplementary-material fn \
        chem-struct-wrap";
    is_one_of(name, FLOATS)
}

/// The lines of a figure, table or note, its label and caption first.
pub(super) fn lines(node: Node<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if node.name() == "table" {
        rows(node, &mut out);
        return out;
    }
    out.push(head(node));
    for child in node.children() {
        match child.name() {
            "label" | "caption" | "object-id" => {}
            "p" if node.name() == "fn" => {}
            "table" | "array" => rows(child, &mut out),
            "alternatives" if child.child("table").is_some() => {
                child.all("table").for_each(|table| rows(table, &mut out));
            }
            "table-wrap-foot" | "fn-group" => out.extend(child.children().flat_map(lines_of_note)),
            "alt-text" | "long-desc" => {
                let text = prose::text(child);
                out.extend((!text.starts_with(NO_ALTERNATIVE)).then_some(text));
            }
            name if is_float(name) => out.extend(lines(child)),
            _ => out.push(prose::text(child)),
        }
    }
    out.retain(|line| !line.is_empty() && line != NO_FILE);
    out
}

fn lines_of_note(node: Node<'_>) -> Vec<String> {
    if is_float(node.name()) { lines(node) } else { vec![prose::text(node)] }
}

/// `Figure 1. Title. What it shows.`
fn head(node: Node<'_>) -> String {
    let mut head = prose::child_text(node, "label");
    if node.name() == "fn" {
        let text = prose::text_but(node, "label");
        return [head, text].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    }
    for part in node.all("caption").flat_map(parts_of_caption) {
        sentence(&mut head, &part);
    }
    head
}

fn parts_of_caption(caption: Node<'_>) -> Vec<String> {
    if caption.has_own_text() {
        return vec![prose::text(caption)];
    }
    caption.children().map(prose::text).collect()
}

/// Adds a sentence; one before it without an end gets a full stop.
fn sentence(text: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    if !text.is_empty() {
        let is_ended = text.ends_with(['.', '?', '!', ':', ';', ',', '—']);
        text.push_str(if is_ended { " " } else { ". " });
    }
    text.push_str(part);
}

/// A line a row, in tables of XHTML and of the OASIS model.
fn rows(table: Node<'_>, out: &mut Vec<String>) {
    for part in table.children() {
        match part.name() {
            "tr" | "row" => out.push(cells(part)),
            "thead" | "tbody" | "tfoot" | "tgroup" => rows(part, out),
            "colgroup" | "col" | "colspec" => {}
            _ => out.push(prose::text(part)),
        }
    }
}

fn cells(row: Node<'_>) -> String {
    let cells = row.children().map(prose::text).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(CELL_MARK)
}
