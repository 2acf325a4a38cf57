//! Subsets of PubMed and flags of its records, by their names, and what of them is known.
//!
//! It must not know an index or a query.

/// What is known of a subset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subset {
    /// Which articles are in it, by this flag of theirs.
    Flag(&'static str),
    /// Its articles are those that are retracted.
    Retracted,
    /// Its articles are the notices that retract others.
    Retractions,
    /// Nothing: which articles are in it cannot be told.
    Unknown,
}

/// Flags that PubMed's users write as a bare word. Of an article's notices only the gravest is kept, so that those of
/// one kind cannot be told from it.
const FLAGS: [(&str, Subset); 29] = [
    ("hasabstract", Subset::Flag("hasabstract")),
    ("hasstructuredabstract", Subset::Flag("hasstructuredabstract")),
    ("haskeyword", Subset::Flag("haskeyword")),
    ("hasretractionin", Subset::Retracted),
    ("hasretractionof", Subset::Retractions),
    ("hasassociateddataset", Subset::Unknown),
    ("hasassociatedpublication", Subset::Unknown),
    ("hascois", Subset::Unknown),
    ("hascommentin", Subset::Unknown),
    ("hascommenton", Subset::Unknown),
    ("hascorrectedrepublishedfrom", Subset::Unknown),
    ("hascorrectedrepublishedin", Subset::Unknown),
    ("haserratumfor", Subset::Unknown),
    ("haserratumin", Subset::Unknown),
    ("hasexpressionofconcernfor", Subset::Unknown),
    ("hasexpressionofconcernin", Subset::Unknown),
    ("hasoriginalreportin", Subset::Unknown),
    ("haspartialretractionin", Subset::Unknown),
    ("haspartialretractionof", Subset::Unknown),
    ("hasreprintin", Subset::Unknown),
    ("hasreprintof", Subset::Unknown),
    ("hasrepublishedfrom", Subset::Unknown),
    ("hasrepublishedin", Subset::Unknown),
    ("hasretractedandrepublishedfrom", Subset::Unknown),
    ("hasretractedandrepublishedin", Subset::Unknown),
    ("hassummaryforpatientsin", Subset::Unknown),
    ("hasupdatein", Subset::Unknown),
    ("hasupdateof", Subset::Unknown),
    ("pmcbook", Subset::Unknown),
];

/// Whether a word is a flag, written exactly as PubMed has it.
pub(crate) fn is_flag(word: &str) -> bool {
    FLAGS.iter().any(|(flag, _)| *flag == word)
}

/// What is known of the subset of a name; case does not matter.
pub(crate) fn subset(name: &str) -> Subset {
    let name = name.trim();
    // `fha` is what PubMed itself writes for `hasabstract`.
    let name = if name.eq_ignore_ascii_case("fha") { "hasabstract" } else { name };
    let known = FLAGS.iter().find(|(flag, _)| name.eq_ignore_ascii_case(flag));
    known.map_or(Subset::Unknown, |known| known.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_written_exactly_and_a_subset_in_any_case() {
        assert!(is_flag("hasabstract") && is_flag("haserratumin"));
        assert!(!is_flag("HasAbstract") && !is_flag("hasabstracts") && !is_flag("medline"));
        assert_eq!(subset(" HasAbstract"), Subset::Flag("hasabstract"));
        assert_eq!(subset("fha"), Subset::Flag("hasabstract"));
        assert_eq!(subset("medline"), Subset::Unknown);
    }
}
