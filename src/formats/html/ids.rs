//! Identifiers in addresses and in meta data.
//!
//! It must not know whether they are of the article or of a reference.

use crate::model::{Doi, Identifiers};

/// What stands before a PMID in an address, now and formerly.
const PUBMED: [&str; 3] = ["pubmed.ncbi.nlm.nih.gov/", "nlm.nih.gov/pubmed/", "db=pubmed&list_uids="];

/// Takes the identifier an address leads to, unless there is one of its kind already.
pub(super) fn add_address(ids: &mut Identifiers, address: &str) {
    let lower = address.to_ascii_lowercase();
    let behind = |mark: &str| lower.find(mark).map(|at| &address[at + mark.len()..]);
    if let Some(rest) = behind("doi.org/") {
        ids.doi = ids.doi.take().or_else(|| doi(rest));
    } else if let Some(rest) = PUBMED.iter().find_map(|mark| behind(mark)) {
        ids.pmid = ids.pmid.or_else(|| digits(rest).parse().ok());
    } else if let Some(rest) = behind("/pmc/articles/").or_else(|| behind("pmc.ncbi.nlm.nih.gov/articles/")) {
        let number = rest.trim_start_matches(['P', 'M', 'C', 'p', 'm', 'c']);
        ids.pmcid = ids.pmcid.or_else(|| digits(number).parse().ok());
    }
}

/// A DOI, however it is written: with a scheme, as an address, escaped for one.
pub(in super::super) fn doi(text: &str) -> Option<Doi> {
    text.trim().trim_start_matches("info:").trim_start_matches("doi/").parse().ok()
}

fn digits(text: &str) -> &str {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Pmcid, Pmid};

    #[test]
    fn addresses_lead_to_ids() {
        let mut ids = Identifiers::default();
        for address in [
            "https://scholar.google.com/x",
            "https://doi.org/10.1016%2FS0140-6736(20)30566-3",
            "https://doi.org/10.1000/second",
            "http://www.ncbi.nlm.nih.gov/pubmed/123?dopt=Abstract",
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC77/",
        ] {
            add_address(&mut ids, address);
        }
        assert_eq!(ids.doi.map(|doi| doi.to_string()).as_deref(), Some("10.1016/s0140-6736(20)30566-3"));
        assert_eq!((ids.pmid.map(Pmid::number), ids.pmcid.map(Pmcid::number)), (Some(123), Some(77)));
        assert_eq!(doi("info:doi/10.1000/a").map(|doi| doi.to_string()).as_deref(), Some("10.1000/a"));
        assert_eq!(doi("doi will follow"), None);
    }
}
