//! Text of mixed content in JATS: what its elements mean for the text around them.
//!
//! It must not know in which field the text ends up.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::xml::{Flat, Inline, Node, Piece};

/// What elements mean for the text around them; of any other, a space parts words from it.
const MEANINGS: [(Inline, &str); 3] = [
    (
        Inline::Plain,
        "italic bold underline overline sc monospace strike roman sans-serif styled-content named-content \
         fixed-case ext-link uri xref inline-formula chem-struct target x related-article private-char \
         inline-supplementary-material abbrev bdo ruby rb inline-graphic graphic",
    ),
    (
        Inline::Block,
        "p title subtitle sec list list-item def-list def-item term def disp-quote boxed-text fig table-wrap \
         table thead tbody tfoot tr td th caption break hr disp-formula disp-formula-group statement speech \
         verse-group verse-line preformat code fn license-p attrib array supplementary-material media ack app",
    ),
    (
        Inline::Hidden,
        "object-id alt-text long-desc index-term institution-id contrib-id processing-meta rt rp",
    ),
];

static BY_NAME: LazyLock<HashMap<&str, Inline>> = LazyLock::new(|| {
    let rows =
        MEANINGS.iter().flat_map(|(inline, names)| names.split_whitespace().map(|name| (name, *inline)));
    rows.collect()
});

/// Which form of a thing given in several is the one for readers, best first.
const FORMS: [&str; 7] = ["math", "textual-form", "table", "array", "tex-math", "code", "preformat"];

/// Elements that name a person or group: where nothing is printed between two, a comma is.
const NAMES: &str = "name string-name collab etal name-alternatives collab-alternatives anonymous";

/// Takes an element out of the running text; `false` leaves it there.
pub(super) type Blocks<'b, 'a> = dyn FnMut(Node<'a>, &mut Flat) -> bool + 'b;

/// Whether a name is one of those a list of names holds.
pub(super) fn is_one_of(name: &str, names: &str) -> bool {
    names.split_ascii_whitespace().any(|one| one == name)
}

/// The text of a node on one line.
pub(super) fn text(node: Node<'_>) -> String {
    let mut flat = Flat::default();
    push(node, &mut flat, &mut |_, _| false);
    flat.take()
}

/// The text of a node without the elements of these names.
pub(super) fn text_but(node: Node<'_>, left_out: &str) -> String {
    let mut flat = Flat::default();
    push(node, &mut flat, &mut |child, _| is_one_of(child.name(), left_out));
    flat.take()
}

/// The text of the first child of a name; empty where there is none.
pub(super) fn child_text(node: Node<'_>, name: &str) -> String {
    node.child(name).map_or(String::new(), text)
}

/// The texts of the paragraphs in a node, or its whole text where it has none, a line each.
pub(super) fn lines(node: Node<'_>, left_out: &str) -> String {
    let mut lines = Vec::new();
    let mut flat = Flat::default();
    push(node, &mut flat, &mut |child, flat| {
        if is_one_of(child.name(), left_out) {
            return true;
        }
        let is_line = is_one_of(child.name(), "p list-item disp-quote title");
        if is_line {
            lines.push(flat.cut());
            lines.push(text_but(child, left_out));
        }
        is_line
    });
    lines.push(flat.cut());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Adds what is in a node.
pub(super) fn push<'a>(node: Node<'a>, flat: &mut Flat, blocks: &mut Blocks<'_, 'a>) {
    // Between names, and between the parts of an address, style sheets print the comma.
    let is_address = is_one_of(node.name(), "aff institution-wrap");
    let mut after_part = false;
    for piece in node.pieces() {
        match piece {
            Piece::Text(text) => {
                after_part &= text.trim().is_empty();
                flat.push(text);
            }
            Piece::Reference(name) => {
                after_part = false;
                flat.push_reference(name);
            }
            Piece::Element(child) => {
                let is_part = is_one_of(child.name(), NAMES) || (is_address && is_address_part(child));
                if is_part && after_part {
                    flat.comma();
                }
                after_part = is_part || (after_part && meaning(child) == Inline::Hidden);
                // The accession number of a data set is printed, that of a figure is not.
                if child.name() == "object-id" && node.name() == "related-object" {
                    flat.push(&text(child));
                } else {
                    element(child, flat, blocks);
                }
            }
        }
    }
}

fn is_address_part(node: Node<'_>) -> bool {
    const PARTS: &str =
        "institution institution-wrap addr-line city state country postal-code email fax phone";
    is_one_of(node.name(), PARTS)
}

/// Adds an element.
pub(super) fn element<'a>(node: Node<'a>, flat: &mut Flat, blocks: &mut Blocks<'_, 'a>) {
    if blocks(node, flat) {
        return;
    }
    let name = node.name();
    match name {
        "tex-math" => flat.push(tex(&raw_text(node))),
        "alternatives" => {
            let best = FORMS.iter().find_map(|form| node.child(form));
            match best {
                Some(best) => element(best, flat, blocks),
                None => push(node, flat, blocks),
            }
        }
        "etal" if node.pieces().next().is_none() => flat.push("et al"),
        "pub-id" => labelled_id(node, flat),
        _ => {
            let meaning = meaning(node);
            if meaning != Inline::Hidden {
                flat.start_as(name, meaning);
                push(node, flat, blocks);
                flat.end();
            }
        }
    }
}

fn meaning(node: Node<'_>) -> Inline {
    match node.name() {
        "sup" if node.child("xref").is_some() => Inline::Mark,
        "xref" if node.child("sup").is_some() && !node.has_own_text() => Inline::Mark,
        // A number that is not raised would run together with the word it stands at.
        "xref" if node.has("ref-type", "bibr") => Inline::Part,
        "sup" => Inline::Superscript,
        "sub" => Inline::Subscript,
        name => BY_NAME.get(name).copied().unwrap_or(Inline::Part),
    }
}

/// An identifier within a printed reference, with its kind before it where that is not printed.
fn labelled_id(node: Node<'_>, flat: &mut Flat) {
    let before = match node.attribute("pub-id-type").to_ascii_lowercase().as_str() {
        "doi" => "doi:",
        "pmid" => "PMID: ",
        "pmcid" | "pmc" => "PMCID: ",
        _ => "",
    };
    let kind = before.trim_end_matches([':', ' ']);
    let so_far = flat.so_far().trim_end_matches([':', ' ', '.', '[', '(']);
    let is_printed = so_far.ends_with('/')
        || so_far
            .get(so_far.len().saturating_sub(kind.len())..)
            .is_some_and(|end| end.eq_ignore_ascii_case(kind));
    let id = text(node);
    let carries_kind = id.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    flat.start_as("pub-id", if is_printed { Inline::Part } else { Inline::Block });
    if !is_printed && !carries_kind && !id.contains("://") {
        flat.push(before);
    }
    flat.push(&id);
    flat.end();
}

/// The text of a node as it is written, references resolved.
fn raw_text(node: Node<'_>) -> String {
    let mut flat = Flat::default();
    for piece in node.pieces() {
        match piece {
            Piece::Text(text) => flat.push(text),
            Piece::Reference(name) => drop(flat.push_reference(name)),
            Piece::Element(_) => {}
        }
    }
    flat.take()
}

/// The formula within a document of LaTeX, as PMC wraps each in one.
fn tex(text: &str) -> &str {
    let (_, body) = text.split_once("\\begin{document}").unwrap_or(("", text));
    let (body, _) = body.split_once("\\end{document}").unwrap_or((body, ""));
    body.trim().trim_matches('$').trim()
}
