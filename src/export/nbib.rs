//! Articles as NBIB, the MEDLINE form of PubMed (NLM, MEDLINE/PubMed Data Element Descriptions).
//!
//! A line is a tag of four places, a hyphen, a blank and the value; a value has no line breaks. It must not know why an
//! article is written.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::citation::{MONTHS, line, place};
use crate::formats::{NBIB_DATES, NBIB_HISTORY, nbib_tag};
use crate::model::{Article, Author, DateKind, Heading, PartialDate};

/// Dates that stand as `20200825`; others are `2020/08/25 06:00`.
const DIGITS: [&str; 4] = ["DEP", "DA", "DCOM", "LR"];

/// What happened to the manuscript: of all else the record's own dates tell.
const OF_MANUSCRIPT: [DateKind; 4] =
    [DateKind::Received, DateKind::Revised, DateKind::Accepted, DateKind::Retracted];

/// Writes one article; a blank line ends it.
///
/// # Errors
/// The writer's own.
pub fn write(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    let mut record = Record(String::new());
    record.article(article);
    record.0.push('\n');
    out.write_all(record.0.as_bytes())
}

struct Record(String);

impl Record {
    fn tag(&mut self, tag: &str, value: &str) {
        let value = line(value);
        if !value.is_empty() {
            // Writing to a String does not fail.
            let _ = writeln!(self.0, "{tag:<4}- {value}");
        }
    }

    fn tags(&mut self, tag: &str, values: impl IntoIterator<Item = impl AsRef<str>>) {
        values.into_iter().for_each(|value| self.tag(tag, value.as_ref()));
    }

    fn article(&mut self, article: &Article) {
        let (ids, journal) = (&article.ids, &article.journal);
        self.tag("PMID", &ids.pmid.map(|id| id.to_string()).unwrap_or_default());
        self.tag("STAT", &article.record_status);
        self.tags("IS", &journal.issns);
        self.tags("ISBN", &journal.isbns);
        self.tag("VI", &article.volume);
        self.tag("IP", &article.issue);
        self.tag("DP", &article.published().map(in_words).unwrap_or_default());
        self.tag("TI", &article.title);
        self.tag("PG", &article.pages);
        let doi = ids.doi.as_ref().map(|doi| format!("{doi} [doi]")).unwrap_or_default();
        self.tag("LID", &doi);
        self.tag("AB", &super::citation::abstract_line(article));
        self.tag("CI", &article.copyright);
        article.authors.iter().for_each(|author| self.person(["FAU", "AU", "AD"], author));
        self.tags("LA", &article.languages);
        for databank in &article.databanks {
            self.tags("SI", databank.accessions.iter().map(|number| format!("{}/{number}", databank.name)));
        }
        for grant in &article.grants {
            let mut text = String::new();
            for part in [&grant.id, &grant.acronym, &grant.agency].into_iter().filter(|part| !part.is_empty())
            {
                text.push_str(part);
                text.push('/');
            }
            self.tag("GR", &format!("{text}{}", grant.country));
        }
        self.tags("PT", article.publication_types.iter().map(|kind| &kind.name));
        self.tag("TT", &article.vernacular_title);
        self.tag("PL", &article.country);
        self.tag("TA", &journal.abbreviation);
        self.tag("JT", &journal.title);
        self.tag("JID", &journal.nlm_id);
        self.tag("PB", &journal.publisher);
        for substance in &article.substances {
            match substance.registry_number.as_str() {
                "" => self.tag("NM", &substance.name),
                number => self.tag("RN", &format!("{number} ({})", substance.name)),
            }
        }
        for note in &article.corrections {
            if let Some(tag) = nbib_tag(note.kind) {
                let pmid = note.pmid.map(|pmid| format!(" PMID: {pmid}")).unwrap_or_default();
                self.tag(tag, &format!("{}{pmid}", note.citation));
            }
        }
        self.tags("MH", article.headings.iter().map(heading));
        self.tag("PMC", &ids.pmcid.map(|id| id.to_string()).unwrap_or_default());
        self.tags("OT", &article.keywords);
        self.tag("COIS", &article.conflict_of_interest);
        article.investigators.iter().for_each(|person| self.person(["FIR", "IR", "IRAD"], person));
        self.dates(article);
        self.tag("AID", &doi);
        self.source(article);
    }

    fn person(&mut self, [full, short, address]: [&str; 3], person: &Author) {
        if person.family.is_empty() {
            self.tag("CN", if person.collective.is_empty() { &person.given } else { &person.collective });
        } else {
            let mut name = person.family.clone();
            for part in [(", ", &person.given), (" ", &person.suffix)] {
                if !part.1.is_empty() {
                    name.push_str(part.0);
                    name.push_str(part.1);
                }
            }
            self.tag(full, &name);
            self.tag(short, &person.short_name());
        }
        self.tags("AUID", person.orcid.iter().map(|orcid| format!("ORCID: {orcid}")));
        self.tags(address, &person.affiliations);
    }

    fn dates(&mut self, article: &Article) {
        let slashed = |date: PartialDate| format!("{} 06:00", date.to_string().replace('-', "/"));
        // The date of publication stands in words, higher up.
        for (tag, kind) in NBIB_DATES.into_iter().filter(|(tag, _)| !matches!(*tag, "DP" | "PHST")) {
            let date = article.date(kind).and_then(|date| {
                let is_in_digits = DIGITS.contains(&tag);
                if is_in_digits {
                    date.day().map(|_| date.first_day().to_string())
                } else {
                    Some(slashed(date))
                }
            });
            self.tag(tag, &date.unwrap_or_default());
        }
        for (word, kind) in NBIB_HISTORY.into_iter().filter(|(_, kind)| OF_MANUSCRIPT.contains(kind)) {
            let date = article.date(kind).map(|date| format!("{} [{word}]", slashed(date)));
            self.tag("PHST", &date.unwrap_or_default());
        }
    }

    /// How the article is cited.
    fn source(&mut self, article: &Article) {
        let journal = &article.journal;
        let name = if journal.abbreviation.is_empty() { &journal.title } else { &journal.abbreviation };
        if name.is_empty() {
            return;
        }
        let rest = place("", None, &article.volume, &article.issue, &article.pages);
        let date = article.published().map(in_words).unwrap_or_default();
        let doi = article.ids.doi.as_ref().map(|doi| format!(" doi: {doi}.")).unwrap_or_default();
        let separator = if rest.is_empty() || date.is_empty() { "" } else { ";" };
        self.tag("SO", &format!("{name}. {date}{separator}{rest}.{doi}"));
    }
}

/// `2020 Aug 23`.
fn in_words(date: PartialDate) -> String {
    let mut text = date.year().to_string();
    if let Some(month) = date.month() {
        text.push(' ');
        text.push_str(MONTHS[usize::from(month - 1) % 12]);
        if let Some(day) = date.day() {
            let _ = write!(text, " {day}");
        }
    }
    text
}

/// `*Heading/qualifier/*qualifier`.
fn heading(heading: &Heading) -> String {
    let mut text = String::new();
    let names = std::iter::once((&heading.name, heading.major));
    for (name, is_major) in
        names.chain(heading.qualifiers.iter().map(|qualifier| (&qualifier.name, qualifier.major)))
    {
        text.push_str(if text.is_empty() { "" } else { "/" });
        text.push_str(if is_major { "*" } else { "" });
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::AtomicU64;

    use super::*;
    use crate::formats::{Item, read_stream};

    #[test]
    fn what_is_written_reads_back() {
        let source = include_bytes!("../formats/testdata/nbib/article.nbib");
        let read = |bytes: &[u8]| -> Vec<Article> {
            let mut articles = Vec::new();
            let (from, count) = (io::Cursor::new(bytes.to_vec()), AtomicU64::new(0));
            let taken = read_stream(from, "a.nbib", &count, &mut |item| {
                if let Item::Article(article) = item {
                    articles.push(*article);
                }
                ControlFlow::Continue(())
            });
            taken.unwrap();
            articles
        };
        let mut written = Vec::new();
        let first = read(source);
        first.iter().for_each(|article| write(article, &mut written).unwrap());
        let again = read(&written);
        assert_eq!(again.len(), first.len());
        for (mut first, again) in first.into_iter().zip(again) {
            // Where it stands, what it says besides, and other identifiers are not written.
            first.origin = again.origin.clone();
            first.notes.clone_from(&again.notes);
            first.ids.other.clone_from(&again.ids.other);
            assert_eq!(again, first);
        }
    }
}
