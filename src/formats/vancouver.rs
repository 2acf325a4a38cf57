//! A reference put together from its parts, in Vancouver style, where the source has only the parts.
//!
//! It must not know any one format.

use crate::model::Reference;

/// `Authors. Title. Journal. Year;Volume(Issue):Pages.`; what is unknown is left out.
pub(crate) fn print(reference: &Reference) -> String {
    let mut out = String::new();
    let authors = reference.authors.join(", ");
    for part in [&authors, &reference.title, &reference.journal] {
        sentence(part, &mut out);
    }
    let mut place = reference.year.map(|year| year.to_string()).unwrap_or_default();
    let marked =
        [(";", reference.volume.as_str(), ""), ("(", &reference.issue, ")"), (":", &reference.pages, "")];
    for (before, part, after) in marked.into_iter().filter(|(_, part, _)| !part.is_empty()) {
        // The first of the parts needs no mark before it.
        let before = if place.is_empty() && before != "(" { "" } else { before };
        place.extend([before, part, after]);
    }
    sentence(&place, &mut out);
    out
}

fn sentence(part: &str, out: &mut String) {
    if part.is_empty() {
        return;
    }
    out.push_str(if out.is_empty() { "" } else { " " });
    out.push_str(part);
    out.push_str(if part.ends_with(['.', '?', '!']) { "" } else { "." });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_are_known_are_printed() {
        let mut reference = Reference {
            authors: vec!["Doe J".into(), "Roe R".into()],
            title: "Is it so?".into(),
            journal: "J Things".into(),
            year: Some(2019),
            volume: "7".into(),
            issue: "2".into(),
            pages: "11-9".into(),
            ..Reference::default()
        };
        assert_eq!(print(&reference), "Doe J, Roe R. Is it so? J Things. 2019;7(2):11-9.");
        (reference.year, reference.title, reference.issue) = (None, String::new(), String::new());
        assert_eq!(print(&reference), "Doe J, Roe R. J Things. 7:11-9.");
        assert_eq!(print(&Reference::default()), "");
    }
}
