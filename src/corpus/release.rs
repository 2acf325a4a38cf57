//! PubMed's releases: which of its files a record stands in, and which came later.

use crate::index::SourceRecord;

/// The name of a file of PubMed's own, `pubmed21n1298`: those of a year are numbered on, updates after the baseline.
pub(super) fn release(file: &str) -> Option<&str> {
    let name = file.rsplit(['/', '\\']).next()?.split('.').next()?;
    let (year, number) = name.strip_prefix("pubmed")?.split_once('n')?;
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (year.len() == 2 && number.len() == 4 && are_digits(year) && are_digits(number)).then_some(name)
}

/// The release a record was read from: the file, or the member of an archive. A record that was exchanged since is of
/// none, wherever it first came from.
pub(super) fn release_of(record: &SourceRecord) -> Option<&str> {
    let (source, file) = (record.source.as_str(), record.article.origin.file.as_str());
    let is_member = file.strip_prefix(source).is_some_and(|rest| rest.starts_with('/'));
    release(if is_member { file } else { source })
}
