//! Whether a reference cites a work, told by what both say and not by what they are.
//!
//! The candidates may come from anywhere: from a search for the words of the reference, from a weak key that
//! several works share. The rule, in this order:
//!
//! 1. Identifiers. The same PMID, PMCID or DOI is an agreement; a different PMID or DOI is none, whatever else
//!    agrees.
//! 2. Place. Volume and first page are the same (an article number needs no volume), and so are the year and one of first author, journal, title;
//!    or, the year being another or missing on one side, two of these three.
//! 3. Title, without marks of retraction. The titles are the same, with the subtitle or without; or the printed
//!    reference holds the whole title of the work where its own title could not be told. A long title needs year or first author to
//!    agree, a short one both. Titles that differ in a few words of many need year and first author, and
//!    nothing about the place that contradicts.
//!
//! What answers, comments on or corrects a work prints its title: a reference whose own title starts with such
//! words never agrees by title with a work whose title does not.
//!
//! It must not know where the candidates come from.

#[cfg(test)]
mod tests;

use super::article::Article;
use super::forms::{
    abbreviates, family_form, fold_key, is_article_number, journal_form, main_title, page_form, volume_form,
};
use super::ids::Identifiers;
use super::retracted::bare_title;
use super::works::Reference;

/// Letters of a title that is hardly used twice, and of one that says something at all.
const TITLE_LONG: usize = 40;
const TITLE_SHORT: usize = 16;
/// Letters of a title that is sought in the whole printed reference.
const TITLE_SOUGHT: usize = 28;
/// Of two titles that differ in a few words, so many of a hundred words are the same.
const ALIKE_PERCENT: usize = 85;
const ALIKE_MIN_WORDS: usize = 6;
/// A longer text is compared by its start.
const PRINTED_MAX_BYTES: usize = 8 << 10;

/// Openings of titles of works about another work, folded.
const REPLIES: [&str; 13] = [
    "commenton",
    "commentaryon",
    "commentsto",
    "commentson",
    "replyto",
    "responseto",
    "inresponse",
    "inreply",
    "letterto",
    "erratum",
    "corrigendum",
    "correctionto",
    "retraction",
];

/// Where works lie that are not yet, or not only, in a journal, folded.
const REPOSITORIES: [&str; 9] =
    ["biorxiv", "medrxiv", "arxiv", "preprint", "researchsquare", "dryad", "zenodo", "figshare", "dataset"];

/// By what a reference and a work agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Agreement {
    /// An identifier.
    Id,
    /// Where it appeared: volume, first page, and more.
    Place,
    /// The title, and more.
    Title,
}

/// What of a work is compared, as its source has it. Empty parts say nothing.
#[derive(Debug, Clone, Default)]
pub struct Work<'w> {
    /// Identifiers, where they are at hand.
    pub ids: Option<&'w Identifiers>,
    /// Its titles, in any language.
    pub titles: Vec<&'w str>,
    /// Family name of the first author, or the name of the group.
    pub first_author: &'w str,
    /// The names of its journal, full and short.
    pub journals: Vec<&'w str>,
    /// Every year it may be cited by.
    pub years: Vec<u16>,
    /// Volume.
    pub volume: &'w str,
    /// Pages or article number.
    pub pages: &'w str,
}

impl<'w> Work<'w> {
    /// The titles without marks of retraction.
    fn bare_titles(&self) -> impl Iterator<Item = &'w str> {
        self.titles.iter().map(|title| bare_title(title))
    }
}

impl<'w> From<&'w Article> for Work<'w> {
    fn from(article: &'w Article) -> Self {
        Self {
            ids: Some(&article.ids),
            titles: vec![&article.title, &article.vernacular_title],
            first_author: article.first_author(),
            journals: vec![&article.journal.title, &article.journal.abbreviation],
            years: article.cited_years(),
            volume: &article.volume,
            pages: &article.pages,
        }
    }
}

/// A reference made ready to be compared with many works.
#[derive(Debug)]
pub struct Citation<'r> {
    reference: &'r Reference,
    printed: String,
    title: String,
    main_title: String,
    family: String,
    journal: String,
    volume: String,
    page: String,
    is_reply: bool,
}

/// Whether the reference cites the work, and by what they agree; the rule is this module's.
///
/// ```
/// use litdex::model::{Agreement, Reference, Work, verify};
/// let reference = Reference {
///     raw: "Combes A, et al. ECMO for severe distress. N Engl J Med. 2018;378:1965-75.".into(),
///     authors: vec!["Combes A".into()],
///     year: Some(2018),
///     volume: "378".into(),
///     pages: "1965-75".into(),
///     ..Reference::default()
/// };
/// let work = Work { first_author: "Combes", years: vec![2018], volume: "378", pages: "1965-1975", ..Work::default() };
/// assert_eq!(verify(&reference, &work), Some(Agreement::Place));
/// assert_eq!(verify(&reference, &Work { pages: "12", ..work }), None);
/// ```
pub fn verify(reference: &Reference, work: &Work<'_>) -> Option<Agreement> {
    Citation::new(reference).agreement(work)
}

impl<'r> Citation<'r> {
    /// Makes a reference ready.
    pub fn new(reference: &'r Reference) -> Self {
        let raw = &reference.raw;
        let bare = bare_title(&reference.title);
        let title = fold_key(bare);
        Self {
            printed: fold_key(&raw[..raw.floor_char_boundary(PRINTED_MAX_BYTES)]),
            main_title: fold_key(main_title(bare)),
            family: family_form(reference.first_author()),
            journal: journal_form(&reference.journal),
            volume: volume_form(&reference.volume),
            page: page_form(&reference.pages),
            is_reply: is_reply(&title),
            title,
            reference,
        }
    }

    /// By what it agrees with a work.
    pub fn agreement(&self, work: &Work<'_>) -> Option<Agreement> {
        if let Some(known) = work.ids.and_then(|ids| self.by_ids(ids)) {
            return known.then_some(Agreement::Id);
        }
        let year = self.reference.year.is_some_and(|year| work.years.contains(&year));
        let author = self.has_author(work);
        if self.has_place(work) {
            let said = usize::from(author) + usize::from(self.has_journal(work));
            if (year && said > 0) || said == 2 || (self.has_title(work) && (year || said > 0)) {
                return Some(Agreement::Place);
            }
        }
        self.by_title(work, year, author)
    }

    /// Whether identifiers agree, where both have one of a kind.
    fn by_ids(&self, ids: &Identifiers) -> Option<bool> {
        let own = &self.reference.ids;
        let pmid = own.pmid.zip(ids.pmid).map(|(own, other)| own == other);
        let doi = own.doi.as_ref().zip(ids.doi.as_ref()).map(|(own, other)| own == other);
        let pmcid = own.pmcid.zip(ids.pmcid).map(|(own, other)| own == other);
        pmid.or(pmcid.filter(|same| *same)).or(doi)
    }

    /// Whether volume and first page are the same; ahead of print an article number stands for both.
    fn has_place(&self, work: &Work<'_>) -> bool {
        let volume = volume_form(work.volume);
        let is_unknown = || (self.volume.is_empty() || volume.is_empty()) && is_article_number(&self.page);
        let has_volume = (!self.volume.is_empty() && self.volume == volume) || is_unknown();
        has_volume && !self.page.is_empty() && self.page == page_form(work.pages)
    }

    /// How many of volume and page are known on both sides and not the same.
    fn contradictions(&self, work: &Work<'_>) -> usize {
        let differ =
            |own: &str, other: &str| usize::from(!own.is_empty() && !other.is_empty() && own != other);
        differ(&self.volume, &volume_form(work.volume)) + differ(&self.page, &page_form(work.pages))
    }

    /// Whether the first authors are the same; where the reference's is not known, whether its text starts with
    /// the work's.
    fn has_author(&self, work: &Work<'_>) -> bool {
        let family = family_form(work.first_author);
        if family.is_empty() {
            return false;
        }
        if self.family.is_empty() {
            let start = &self.printed[..self.printed.floor_char_boundary(family.len() + 16)];
            return family.len() >= 3 && start.contains(&family);
        }
        // Of a double name one part may be all that is printed.
        let is_part =
            |long: &str, short: &str| short.len() >= 5 && (long.starts_with(short) || long.ends_with(short));
        self.family == family || is_part(&self.family, &family) || is_part(&family, &self.family)
    }

    fn has_journal(&self, work: &Work<'_>) -> bool {
        work.journals.iter().filter(|name| !name.is_empty()).any(|name| {
            let form = journal_form(name);
            !form.is_empty()
                && (form == self.journal
                    || abbreviates(&self.reference.journal, name)
                    || abbreviates(name, &self.reference.journal))
        })
    }

    fn has_title(&self, work: &Work<'_>) -> bool {
        work.bare_titles().any(|title| self.is_titled(title, TITLE_SHORT))
    }

    fn by_title(&self, work: &Work<'_>, year: bool, author: bool) -> Option<Agreement> {
        // The same title in another journal: a guideline printed by several, a preprint, the data of an article.
        let contradictions = self.contradictions(work);
        if (contradictions == 2 && !self.has_journal(work)) || self.is_elsewhere(work) {
            return None;
        }
        let own = self.reference.year;
        let near = own.is_some_and(|own| work.years.iter().any(|year| year.abs_diff(own) <= 1));
        let is_titled = |letters: usize| work.bare_titles().any(|title| self.is_titled(title, letters));
        let is_whole = || work.bare_titles().any(|title| self.title == fold_key(title) || self.holds(title));
        let agrees = if is_titled(TITLE_LONG) {
            year && contradictions < 2 || author && (near || (own.is_none() && is_whole()))
        } else {
            year && author
                && (is_titled(TITLE_SHORT)
                    || (contradictions == 0 && work.bare_titles().any(|title| self.is_alike(title))))
        };
        agrees.then_some(Agreement::Title)
    }

    /// Whether the reference cites a repository that the work did not appear in.
    fn is_elsewhere(&self, work: &Work<'_>) -> bool {
        let is_in = |text: &str| REPOSITORIES.iter().any(|name| text.contains(name));
        is_in(&self.printed) && !work.journals.iter().any(|journal| is_in(&fold_key(journal)))
    }

    /// Whether the reference has this title, and that of at least so many letters.
    fn is_titled(&self, title: &str, letters: usize) -> bool {
        let form = fold_key(title);
        if form.len() < letters || (self.is_reply && !is_reply(&form)) {
            return false;
        }
        if form == self.title || (self.main_title.len() >= letters && form == self.main_title) {
            return true;
        }
        let main = fold_key(main_title(title));
        if main.len() >= letters && main == self.title {
            return true;
        }
        form.len() >= letters && self.holds(title)
    }

    /// Whether the reference, its own title unknown, holds this one.
    fn holds(&self, title: &str) -> bool {
        let form = fold_key(title);
        self.title.is_empty() && form.len() >= TITLE_SOUGHT && self.printed.contains(&form)
    }

    /// Whether the titles differ in a few words only.
    fn is_alike(&self, title: &str) -> bool {
        let words = |text: &str| {
            let mut words: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .map(fold_key)
                .filter(|word| !word.is_empty())
                .collect();
            words.sort_unstable();
            words
        };
        let (own, other) = (words(&self.reference.title), words(title));
        if own.len().min(other.len()) < ALIKE_MIN_WORDS || self.is_reply != is_reply(&fold_key(title)) {
            return false;
        }
        // `Part I` is not `Part II`.
        let numbers = |words: &[String]| -> Vec<String> {
            let is_number = |word: &&String| word.bytes().all(|b| b.is_ascii_digit() || b"ivx".contains(&b));
            words.iter().filter(is_number).cloned().collect()
        };
        200 * common(&own, &other) >= ALIKE_PERCENT * (own.len() + other.len())
            && numbers(&own) == numbers(&other)
    }
}

/// How many words two sorted lists have in common.
fn common(one: &[String], other: &[String]) -> usize {
    let (mut at, mut count) = (0, 0);
    for word in one {
        at += other[at..].iter().take_while(|next| *next < word).count();
        if other.get(at) == Some(word) {
            (at, count) = (at + 1, count + 1);
        }
    }
    count
}

fn is_reply(title: &str) -> bool {
    REPLIES.iter().any(|opening| title.starts_with(opening))
}
