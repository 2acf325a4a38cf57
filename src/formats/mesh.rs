//! MeSH headings among keywords, as databases export them: `Liver/*metabolism`.
//!
//! It must not know any one format.

use crate::model::{Heading, Qualifier, qualifiers as known_qualifiers};

/// A keyword that can only be a MeSH heading: a star marks it or one of its qualifiers, or all are qualifiers.
pub(super) fn heading(keyword: &str) -> Option<Heading> {
    let mut parts = keyword.split('/');
    let name = parts.next()?;
    let qualifiers: Vec<Qualifier> = parts.map(qualifier).collect();
    let is_known = |qualifier: &Qualifier| known_qualifiers().any(|(_, known)| known == qualifier.name);
    let all_known = qualifiers.iter().all(is_known);
    let is_starred =
        name.starts_with('*') || (qualifiers.iter().any(|qualifier| qualifier.major) && all_known);
    let is_heading = all_known && (is_starred || !qualifiers.is_empty());
    let (name, major) = (name.trim_start_matches('*').trim(), name.starts_with('*'));
    (is_heading && !name.is_empty()).then(|| Heading {
        name: name.to_owned(),
        ui: String::new(),
        major,
        qualifiers,
    })
}

fn qualifier(text: &str) -> Qualifier {
    let name = text.trim().trim_start_matches('*');
    Qualifier { name: name.to_owned(), ui: String::new(), major: text.trim().starts_with('*') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_only_what_can_be_nothing_else() {
        let shown = |keyword: &str| {
            let heading = heading(keyword)?;
            let star = |major: bool| if major { "*" } else { "" };
            let qualifiers = heading.qualifiers.iter().map(|q| format!("/{}{}", star(q.major), q.name));
            Some(format!("{}{}{}", star(heading.major), heading.name, qualifiers.collect::<String>()))
        };
        for known in ["*Gambling", "Behavior, Addictive/*psychology", "Liver/drug effects/*metabolism"] {
            assert_eq!(shown(known).as_deref(), Some(known));
        }
        for other in ["Gambling", "EQ-5D/SF-6D", "and/or", "*", "*x/y", "/psychology"] {
            assert_eq!(shown(other), None, "{other}");
        }
    }
}
