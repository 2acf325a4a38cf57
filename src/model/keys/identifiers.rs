//! Keys of identifiers: those a record has, and one as people write it.
//!
//! It must not know keys made of what is printed.

use std::str::FromStr;

use super::IdentityKey;
use crate::model::ids::{ArticleId, Doi, IdError, Identifiers, Pmcid, Pmid, strip_prefix_no_case};

/// What a DOI that arXiv gave begins with; the rest is the arXiv identifier.
const DOI_OF_ARXIV: &str = "10.48550/arxiv.";
/// What people write before an arXiv identifier.
const BEFORE_ARXIV: [&str; 3] = ["arxiv:", "arxiv.org/abs/", "arxiv.org/pdf/"];
/// What people write before the identifier of a work of OpenAlex.
const BEFORE_OPENALEX: [&str; 3] = ["openalex:", "openalex.org/", "api.openalex.org/"];
/// Addresses that end in a PMID or a PMCID.
const OF_PUBMED: [&str; 4] = [
    "pubmed.ncbi.nlm.nih.gov/",
    "ncbi.nlm.nih.gov/pubmed/",
    "pmc.ncbi.nlm.nih.gov/articles/",
    "ncbi.nlm.nih.gov/pmc/articles/",
];

impl IdentityKey {
    pub(super) fn of_ids(ids: &Identifiers) -> Vec<Self> {
        let doi = ids.doi.as_ref();
        let of_arxiv = doi.and_then(|doi| strip_prefix_no_case(doi.as_str(), DOI_OF_ARXIV)).and_then(arxiv);
        let others = ids.other.iter().filter_map(|other| match other.scheme.as_str() {
            "arxiv" => arxiv(&other.value),
            "openalex" => openalex(&other.value),
            "cord19" => cord19(&other.value),
            _ => None,
        });
        let mut keys: Vec<Self> = ids.pmid.map(|id| Self(format!("pmid:{id}"))).into_iter().collect();
        keys.extend(ids.pmcid.map(|id| Self(format!("pmcid:{id}"))));
        keys.extend(doi.map(|id| Self(format!("doi:{id}"))));
        for key in of_arxiv.into_iter().chain(others) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

/// ```
/// let key: litdex::model::IdentityKey = "arXiv:2101.00001v2".parse()?;
/// assert_eq!(key.as_str(), "arxiv:2101.00001");
/// # Ok::<(), litdex::model::IdError>(())
/// ```
impl FromStr for IdentityKey {
    type Err = IdError;
    /// Reads an identifier as people write it: a PMID, `PMC…`, a DOI, `arXiv:…`, `openalex:…` or `key:…`, or the address of one.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bare = without_scheme(text.trim());
        let behind = |starts: &[&str]| starts.iter().find_map(|before| strip_prefix_no_case(bare, before));
        if let Some(key) = behind(&BEFORE_ARXIV).and_then(|id| arxiv(id.strip_suffix(".pdf").unwrap_or(id))) {
            return Ok(key);
        }
        if let Some(key) = behind(&BEFORE_OPENALEX).and_then(openalex) {
            return Ok(key);
        }
        let of_pubmed = behind(&OF_PUBMED).and_then(|id| id.split(['/', '?', '#']).next());
        let trimmed = of_pubmed.unwrap_or_else(|| text.trim());
        // A number alone is a PMID.
        let is_pmc = trimmed.to_lowercase().contains("pmc");
        if let Some(pmcid) = trimmed.parse::<Pmcid>().ok().filter(|_| is_pmc) {
            return Ok(Self(format!("pmcid:{pmcid}")));
        }
        let id = trimmed.parse::<ArticleId>().map_err(|error| IdError {
            expected: "pmid:<number>, PMC<number>, doi:<doi>, arxiv:<id>, openalex:<id> or key:<16 hex digits>",
            ..error
        })?;
        let of_arxiv = id.as_str().strip_prefix("doi:").and_then(|doi| doi.strip_prefix(DOI_OF_ARXIV));
        Ok(of_arxiv.and_then(arxiv).unwrap_or_else(|| Self(id.as_str().to_owned())))
    }
}

/// An address without what all addresses begin with.
fn without_scheme(text: &str) -> &str {
    let starts = ["https://", "http://", "www."];
    starts.iter().fold(text, |rest, start| strip_prefix_no_case(rest, start).unwrap_or(rest))
}

/// The keys of a PMID and a DOI, where there are.
pub(crate) fn of_ids(pmid: Option<Pmid>, doi: Option<&Doi>) -> Vec<String> {
    let pmid = pmid.map(|id| format!("pmid:{id}"));
    pmid.into_iter().chain(doi.map(|id| format!("doi:{id}"))).collect()
}

/// The key of an arXiv identifier, without the version: `2101.00001` or, until 2007, `hep-th/9901001`.
fn arxiv(id: &str) -> Option<IdentityKey> {
    let id = id.trim().to_lowercase();
    // Behind it may stand its subject: `2101.00001 [cs.CL]`.
    let id = id.strip_prefix("arxiv:").unwrap_or(&id).split_whitespace().next()?;
    let whole = id
        .rsplit_once('v')
        .filter(|(_, version)| !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()));
    let id = whole.map_or(id, |(whole, _)| whole);
    let is_one = id.bytes().any(|b| b.is_ascii_digit())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/'));
    is_one.then(|| IdentityKey(format!("arxiv:{id}")))
}

/// The key of a work of OpenAlex, `W123` or the address that ends so; its authors and journals have ids too.
fn openalex(id: &str) -> Option<IdentityKey> {
    let id = id.split(['?', '#']).next()?.trim().trim_end_matches('/');
    let id = id.rsplit(['/', ':']).next()?.to_lowercase();
    let number = id.strip_prefix('w')?;
    let is_work = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_work.then(|| IdentityKey(format!("openalex:{id}")))
}

/// The key of a document of CORD-19: the SHA-1 of the PDF that it is the parse of.
fn cord19(id: &str) -> Option<IdentityKey> {
    let is_sha = id.len() == 40 && id.bytes().all(|b| b.is_ascii_hexdigit());
    is_sha.then(|| IdentityKey(format!("cord19:{}", id.to_lowercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_as_people_write_them() {
        let key = |text: &str| text.parse::<IdentityKey>().map(|key| key.as_str().to_owned());
        for (text, expected) in [
            (" 7 ", "pmid:7"),
            ("PMID: 7", "pmid:7"),
            ("pmc12", "pmcid:PMC12"),
            ("PMCID: PMC12", "pmcid:PMC12"),
            ("https://doi.org/10.1000/X.", "doi:10.1000/x"),
            ("arXiv:2101.00001v2", "arxiv:2101.00001"),
            ("https://arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
            ("https://doi.org/10.48550/arXiv.2101.00001", "arxiv:2101.00001"),
            ("http://www.arxiv.org/pdf/2101.00001v2.pdf", "arxiv:2101.00001"),
            ("https://pubmed.ncbi.nlm.nih.gov/7/", "pmid:7"),
            ("https://www.ncbi.nlm.nih.gov/pubmed/7?dopt=Abstract", "pmid:7"),
            ("https://pmc.ncbi.nlm.nih.gov/articles/PMC12/", "pmcid:PMC12"),
            ("key:00112233AABBCCDD", "key:00112233aabbccdd"),
            ("OpenAlex: W123", "openalex:w123"),
            ("https://openalex.org/W123", "openalex:w123"),
            ("https://openalex.org/works/W123", "openalex:w123"),
            ("https://api.openalex.org/works/w123?mailto=a", "openalex:w123"),
        ] {
            assert_eq!(key(text).as_deref(), Ok(expected), "{text}");
        }
        for wrong in ["", "arxiv:", "arxiv:a b1", "arxiv:none", "2101.00001", "x"] {
            assert!(key(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_document_of_cord19_is_named_by_its_hash() {
        let key = |value: &str| {
            let other = vec![crate::model::OtherId { scheme: "cord19".into(), value: value.into() }];
            IdentityKey::of_ids(&Identifiers { other, ..Identifiers::default() }).pop()
        };
        let sha = "1E1286db212100993d03cc22374b624f7caee956";
        assert_eq!(key(sha).map(|key| key.to_string()), Some(format!("cord19:{}", sha.to_lowercase())));
        assert_eq!((key(&sha[1..]), key("PMC1")), (None, None));
    }

    #[test]
    fn a_doi_of_arxiv_is_an_arxiv_identifier() {
        let doi = "10.48550/arXiv.2101.00001".parse().ok();
        let other = vec![crate::model::OtherId { scheme: "arxiv".into(), value: "2101.00001v3".into() }];
        let keys = IdentityKey::of_ids(&Identifiers { doi, other, ..Identifiers::default() });
        let keys: Vec<&str> = keys.iter().map(IdentityKey::as_str).collect();
        assert_eq!(keys, ["doi:10.48550/arxiv.2101.00001", "arxiv:2101.00001"]);
    }
}
