//! How one value is made of those several records have, heard in their order.
//!
//! It must not know in which order records are heard.

use std::collections::BTreeSet;

use crate::model::{
    Article, Identifiers, Journal, OtherId, OwnFields, abbreviates, bare_title, fold_key, volume_form,
};

/// The first text that says anything.
pub(super) fn first(heard: &[&Article], field: impl Fn(&Article) -> &String) -> String {
    heard.iter().map(|article| field(article)).find(|text| !text.is_empty()).cloned().unwrap_or_default()
}

/// The first title; where another record marks it as retracted, as it stands there.
pub(super) fn title(heard: &[&Article]) -> String {
    let first = first(heard, |article| &article.title);
    let form = fold_key(bare_title(&first));
    let is_marked = |article: &&&Article| {
        let bare = article.bare_titles()[0];
        bare != article.title && fold_key(bare) == form
    };
    heard.iter().find(is_marked).map_or(first, |article| article.title.clone())
}

/// The first list with anything in it.
pub(super) fn first_list<T: Clone>(heard: &[&Article], field: impl Fn(&Article) -> &Vec<T>) -> Vec<T> {
    heard.iter().map(|article| field(article)).find(|list| !list.is_empty()).cloned().unwrap_or_default()
}

/// The list that weighs most; the first of those that weigh the same.
pub(super) fn richest<T: Clone>(
    heard: &[&Article],
    field: impl Fn(&Article) -> &Vec<T>,
    weight: impl Fn(&T) -> usize,
) -> Vec<T> {
    let weighed = heard.iter().map(|article| field(article));
    // Of equals `max_by_key` takes the last.
    let best = weighed.rev().max_by_key(|list| list.iter().map(&weight).sum::<usize>());
    best.cloned().unwrap_or_default()
}

/// Every fact of all lists once, by what makes it the same fact.
pub(super) fn union<T: Clone, K: Ord>(
    heard: &[&Article],
    field: impl Fn(&Article) -> &Vec<T>,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for article in heard {
        // A list may say a thing twice by itself; what it says is kept as it is.
        let new: Vec<&T> = field(article).iter().filter(|fact| !known.contains(&key(fact))).collect();
        known.extend(new.iter().map(|fact| key(fact)));
        all.extend(new.into_iter().cloned());
    }
    all
}

pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Keywords of all records; those that differ in case, hyphens or spaces alone are one.
pub(super) fn keywords(heard: &[&Article]) -> Vec<String> {
    union(heard, |article| &article.keywords, |keyword| fold_key(keyword))
}

/// Fields of one's own; of those of one name the first.
pub(super) fn own_fields(heard: &[&Article]) -> OwnFields {
    let mut fields = OwnFields::new();
    for (name, value) in heard.iter().flat_map(|article| &article.fields) {
        fields.entry(name.clone()).or_insert_with(|| value.clone());
    }
    fields
}

/// The records that say where the work appeared: first the one that says most of year, volume and pages, then
/// those that name no other volume.
pub(super) fn placed<'a>(heard: &[&'a Article]) -> Vec<&'a Article> {
    let said = |article: &&&Article| {
        let facts = [!article.volume.is_empty(), !article.pages.is_empty(), article.published().is_some()];
        facts.into_iter().filter(|&is_said| is_said).count()
    };
    let Some(&best) = heard.iter().rev().max_by_key(said) else { return Vec::new() };
    let volume = volume_form(&best.volume);
    let agrees = |other: &&&'a Article| {
        !std::ptr::eq(**other, best) && (other.volume.is_empty() || volume_form(&other.volume) == volume)
    };
    std::iter::once(best).chain(heard.iter().filter(agrees).copied()).collect()
}

/// All records, those that say where the work appeared first.
pub(super) fn dated<'a>(placed: &[&'a Article], heard: &[&'a Article]) -> Vec<&'a Article> {
    let others = heard.iter().filter(|other| !placed.iter().any(|known| std::ptr::eq(*known, **other)));
    placed.iter().chain(others).copied().collect()
}

/// The first pages that are a range; where none is, the first.
pub(super) fn pages(heard: &[&Article]) -> String {
    let all = || heard.iter().map(|article| &article.pages).filter(|pages| !pages.is_empty());
    all().find(|pages| pages.contains(['-', '–'])).or_else(|| all().next()).cloned().unwrap_or_default()
}

/// The journal, each of its facts by itself; of its names the first that is written out.
pub(super) fn journal(heard: &[&Article]) -> Journal {
    let fact = |field: fn(&Journal) -> &String| first(heard, |article| field(&article.journal));
    let (mut title, mut abbreviation) =
        (fact(|journal| &journal.title), fact(|journal| &journal.abbreviation));
    let titles = heard.iter().map(|article| &article.journal.title);
    let written_out = titles.filter(|other| other.len() > title.len() && abbreviates(&title, other));
    if let Some(whole) = written_out.min_by_key(|other| other.len()).cloned() {
        let short = std::mem::replace(&mut title, whole);
        abbreviation = if abbreviation.is_empty() { short } else { abbreviation };
    }
    if abbreviation.is_empty() {
        let mut titles = heard.iter().map(|article| &article.journal.title);
        let short = titles.find(|other| other.len() < title.len() && abbreviates(other, &title));
        abbreviation = short.cloned().unwrap_or_default();
    }
    Journal {
        title,
        abbreviation,
        issns: union(heard, |article| &article.journal.issns, |issn| fold_key(issn)),
        nlm_id: fact(|journal| &journal.nlm_id),
        publisher: fact(|journal| &journal.publisher),
        isbns: union(heard, |article| &article.journal.isbns, |isbn| fold_key(isbn)),
    }
}

/// The identifiers of all records; a second one of a kind there is one of stands among the others.
pub(super) fn union_ids(heard: &[&Article]) -> Identifiers {
    let mut ids = Identifiers::default();
    for article in heard {
        let from = &article.ids;
        ids.pmid = ids.pmid.or(from.pmid);
        ids.pmcid = ids.pmcid.or(from.pmcid);
        ids.doi = ids.doi.or_else(|| from.doi.clone());
    }
    let surplus = |article: &&Article| -> Vec<OtherId> {
        let pmcid = article.ids.pmcid.filter(|id| ids.pmcid != Some(*id)).map(|id| ("pmcid", id.to_string()));
        let doi = article.ids.doi.as_ref().filter(|id| ids.doi.as_ref() != Some(id));
        let doi = doi.map(|id| ("doi", id.to_string()));
        let surplus = pmcid.into_iter().chain(doi);
        surplus.map(|(scheme, value)| OtherId { scheme: scheme.to_owned(), value }).collect()
    };
    let mut others: Vec<OtherId> = Vec::new();
    for article in heard {
        for other in article.ids.other.iter().cloned().chain(surplus(article)) {
            if !others.contains(&other) {
                others.push(other);
            }
        }
    }
    ids.other = others;
    ids
}
