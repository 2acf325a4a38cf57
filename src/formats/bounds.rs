//! How many authors, references and the like an article may have.
//!
//! It must not know where they come from.

use crate::model::Article;

/// More than any article has: the longest list of authors so far has some 15,000 names.
pub(super) const LIST_MAX: usize = 50_000;

/// Cuts lists that are too long, and names them.
pub(super) fn curtail(article: &mut Article) -> Vec<&'static str> {
    let mut cut = Vec::new();
    let Article { authors, editors, investigators, references, keywords, headings, substances, .. } = article;
    for (people, name) in [(authors, "authors"), (editors, "editors"), (investigators, "investigators")] {
        people.iter_mut().for_each(|person| shorten(&mut person.affiliations, "affiliations", &mut cut));
        shorten(people, name, &mut cut);
    }
    shorten(references, "references", &mut cut);
    shorten(keywords, "keywords", &mut cut);
    shorten(headings, "headings", &mut cut);
    shorten(substances, "substances", &mut cut);
    let Article { publication_types, abstract_sections, other_abstracts, body, notes, links, .. } = article;
    shorten(publication_types, "publication types", &mut cut);
    shorten(abstract_sections, "sections of the abstract", &mut cut);
    shorten(other_abstracts, "other abstracts", &mut cut);
    shorten(body, "sections", &mut cut);
    shorten(notes, "notes", &mut cut);
    shorten(links, "links", &mut cut);
    let Article { dates, languages, grants, databanks, corrections, ids, merged, .. } = article;
    shorten(dates, "dates", &mut cut);
    shorten(languages, "languages", &mut cut);
    shorten(grants, "grants", &mut cut);
    shorten(databanks, "databanks", &mut cut);
    shorten(corrections, "corrections", &mut cut);
    shorten(merged, "records", &mut cut);
    shorten(&mut ids.other, "identifiers", &mut cut);
    cut
}

fn shorten<T>(list: &mut Vec<T>, name: &'static str, cut: &mut Vec<&'static str>) {
    if list.len() > LIST_MAX {
        list.truncate(LIST_MAX);
        list.shrink_to_fit();
        cut.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_cut() {
        let mut article = Article { links: vec!["a".into(); LIST_MAX + 1], ..Article::default() };
        article.keywords = vec!["b".into(); LIST_MAX];
        assert_eq!(curtail(&mut article), ["links"]);
        assert_eq!((article.links.len(), article.keywords.len()), (LIST_MAX, LIST_MAX));
        assert_eq!(curtail(&mut article), [""; 0]);
    }
}
