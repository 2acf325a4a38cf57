//! Which records a source withdrew.
//!
//! It must not know how records are read or written.

use std::collections::BTreeMap;

use super::release::{release, release_of};
use super::works::is_withdrawable;
use crate::index::{Deletion, SourceRecord, is_program_source};
use crate::model::Pmid;

/// PMIDs withdrawn, each with the last of PubMed's releases that withdraws it. A withdrawal beats every record but
/// those of later releases; one that stands in a file which is no release of PubMed's beats them all.
#[derive(Debug, Clone, Default)]
pub(super) struct Withdrawn {
    by: BTreeMap<Pmid, Option<String>>,
}

impl Withdrawn {
    /// Notes a withdrawal.
    pub fn add(&mut self, deletion: &Deletion) {
        let release = release(&deletion.source).map(str::to_owned);
        let by = self.by.entry(deletion.pmid).or_insert_with(|| release.clone());
        // One without a release outweighs the others.
        if by.is_some() && (release.is_none() || release > *by) {
            *by = release;
        }
    }

    /// Whether the record no longer counts. What a program put counts until the program takes it out.
    pub fn has(&self, record: &SourceRecord) -> bool {
        if is_program_source(&record.source) {
            return false;
        }
        let by = is_withdrawable(&record.article).and_then(|pmid| self.by.get(&pmid));
        by.is_some_and(|by| match (by, release_of(record)) {
            (Some(by), Some(own)) => own <= by.as_str(),
            _ => true,
        })
    }

    /// The PMIDs withdrawn.
    pub fn pmids(&self) -> impl Iterator<Item = Pmid> {
        self.by.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Article;

    fn record(source: &str) -> SourceRecord {
        let mut article = Article::default();
        article.ids.pmid = 7.try_into().ok();
        article.origin.format = "pubmed-xml".into();
        article.origin.file = source.into();
        SourceRecord { source: source.into(), article }
    }

    #[test]
    fn a_release_withdraws_what_it_and_those_before_it_say() {
        let mut withdrawn = Withdrawn::default();
        let mut after = |source: &str| {
            withdrawn.add(&Deletion { pmid: 7.try_into().unwrap(), source: source.into() });
            let names = ["pubmed25n0002.xml", "pubmed25n0003.xml", "pubmed25n0004.xml", "program://a"];
            names.map(|name| withdrawn.has(&record(name)))
        };
        assert_eq!(after("pubmed25n0003.xml"), [true, true, false, false]);
        // An earlier release takes nothing of that back, a later one withdraws more.
        assert_eq!(after("pubmed25n0001.xml"), [true, true, false, false]);
        assert_eq!(after("pubmed25n0004.xml"), [true, true, true, false]);
        assert_eq!(after("by hand.xml"), [true, true, true, false]);
    }
}
