//! What a query finds, worked out word by word over the articles themselves.
//!
//! It must not know an index: it stands on the words of a text, and on the tree a query is read into.

use std::collections::BTreeSet;

use litdex::internals::query::{Node, PlainWord, Term};
use litdex::internals::text::{Analyzer, fold, is_stop_word};
use litdex::model::{Article, Author, DateKind, Field, PartialDate};
use litdex::query::Filters;

use super::rows::{Wanted, sequences};
use super::tree::{above, qualifiers_above};

/// A text as words at positions.
pub type Words = Vec<(u32, String)>;

/// The article seen as texts by field.
pub struct Seen {
    pub article: Article,
    pub pmid: u32,
    title: Vec<Words>,
    abstracts: Vec<Words>,
    keywords: Vec<Words>,
    original: Vec<Words>,
    subjects: Vec<Words>,
    authors: Vec<Words>,
    affiliations: Vec<Words>,
    journal: Vec<Words>,
    references: Vec<Words>,
    body: Vec<Words>,
    stems: BTreeSet<String>,
}

pub fn words(text: &str) -> Words {
    let mut words = Vec::new();
    Analyzer::new().tokens(text, |token| words.push((token.position, token.word.to_owned())));
    words
}

/// Family name; then initials and first given name at one place; then the other given names, and Jr.
fn name_words(author: &Author) -> Words {
    let mut words: Words = litdex::internals::text::name_words(&author.family);
    let after = words.last().map_or(0, |word| word.0 + 1);
    let initials = fold(&author.initials_or_made()).replace(' ', "");
    if !initials.is_empty() {
        words.push((after, initials));
    }
    let given = litdex::internals::text::name_words(&author.given);
    words.extend(given.into_iter().map(|(at, word)| (after + at, word)));
    words.extend(fold(&author.suffix).split_whitespace().map(|word| (after + 1, word.to_owned())));
    words
}

impl Seen {
    pub fn of(article: &Article) -> Self {
        let a = article;
        let sections = || {
            let others = a.other_abstracts.iter().flat_map(|other| &other.sections);
            a.abstract_sections.iter().chain(others).map(|section| section.text.as_str())
        };
        let titles = || [a.title.as_str(), a.vernacular_title.as_str()].into_iter();
        let subjects = || {
            let names = a.headings.iter().map(|heading| heading.name.as_str());
            let qualifiers = a.headings.iter().flat_map(|h| h.qualifiers.iter().map(|q| q.name.as_str()));
            let substances = a.substances.iter().map(|substance| substance.name.as_str());
            names
                .chain(qualifiers)
                .chain(substances)
                .chain(a.publication_types.iter().map(|t| t.name.as_str()))
        };
        let groups = || a.authors.iter().map(|author| author.collective.as_str());
        let places = || a.authors.iter().flat_map(|author| author.affiliations.iter().map(String::as_str));
        let year = a.published().map(|date| date.year().to_string()).unwrap_or_default();
        let journal = || [a.journal.title.as_str(), a.journal.abbreviation.as_str(), &year].into_iter();
        let references = || a.references.iter().map(|reference| reference.raw.as_str());
        let body = || {
            let titles = a.body.iter().map(|section| section.title.as_str());
            titles.chain(a.body.iter().flat_map(|section| section.paragraphs.iter().map(String::as_str)))
        };
        let keywords = || a.keywords.iter().map(String::as_str);
        let names: Vec<Words> = a.authors.iter().map(name_words).collect();
        let mut stems = BTreeSet::new();
        let mut analyzer = Analyzer::new();
        let texts = titles().chain(sections()).chain(keywords()).chain(subjects()).chain(groups());
        for text in texts.chain(places()).chain(journal()).chain(references()).chain(body()) {
            analyzer.bag(text, |stem| _ = stems.insert(stem.to_owned()));
        }
        for (_, word) in names.iter().flatten() {
            stems.insert(analyzer.stem(word).to_owned());
        }
        Self {
            pmid: a.ids.pmid.unwrap().number(),
            title: vec![words(&a.title)],
            original: vec![words(&a.vernacular_title)],
            abstracts: sections().map(words).collect(),
            keywords: keywords().map(words).collect(),
            subjects: subjects().map(words).collect(),
            authors: names.into_iter().chain(groups().map(words)).collect(),
            affiliations: places().map(words).collect(),
            journal: journal().map(words).collect(),
            references: references().map(words).collect(),
            body: body().map(words).collect(),
            stems,
            article: article.clone(),
        }
    }

    fn texts(&self, field: Field) -> Vec<&Words> {
        let tiab = [&self.title, &self.abstracts, &self.keywords];
        let lists = match field {
            Field::Title => vec![&self.title],
            Field::OriginalTitle => vec![&self.original],
            Field::Abstract => vec![&self.abstracts],
            Field::TitleAbstract => tiab.to_vec(),
            Field::Keyword => vec![&self.keywords],
            Field::TextWords => [&tiab[..], &[&self.subjects]].concat(),
            Field::Author => vec![&self.authors],
            Field::Affiliation => vec![&self.affiliations],
            Field::Reference => vec![&self.references],
            Field::Body => vec![&self.body],
            Field::All => {
                let rest = [&self.original, &self.subjects, &self.authors, &self.affiliations, &self.journal];
                [&tiab[..], &rest, &[&self.references, &self.body]].concat()
            }
            other => panic!("{other:?} holds no words"),
        };
        lists.into_iter().flatten().collect()
    }

    /// The values of a field that is searched by whole values.
    fn values(&self, field: Field) -> Option<Vec<String>> {
        let a = &self.article;
        Some(match field {
            Field::Mesh => {
                let mut values = Vec::new();
                for heading in &a.headings {
                    values.push(heading.ui.to_lowercase());
                    for name in above(&heading.name) {
                        let qualifiers = heading.qualifiers.iter().flat_map(|q| qualifiers_above(&q.name));
                        values.extend(qualifiers.map(|qualifier| format!("{name}/{}", fold(qualifier))));
                        values.push(name);
                    }
                }
                values
            }
            Field::PublicationType => a.publication_types.iter().flat_map(|kind| above(&kind.name)).collect(),
            Field::Language => a.languages.clone(),
            Field::Country => vec![fold(&a.country)],
            Field::Journal => vec![fold(&a.journal.title), fold(&a.journal.abbreviation)],
            _ => return None,
        })
    }

    fn day(&self) -> Option<u32> {
        self.article.published().map(PartialDate::first_day)
    }

    /// The days that count for a field of dates.
    fn days(&self, field: Field) -> Vec<u32> {
        let of = |kinds: &[DateKind]| kinds.iter().find_map(|&kind| self.article.date(kind));
        let dates = match field {
            Field::Date => vec![self.article.published(), of(&[DateKind::Electronic])],
            Field::EntryDate => vec![of(&[DateKind::Pubmed])],
            Field::CreationDate => vec![of(&[DateKind::Entrez, DateKind::RecordCreated])],
            other => panic!("{other:?} is not asked for"),
        };
        dates.into_iter().flatten().map(PartialDate::first_day).collect()
    }

    pub fn date_key(&self) -> u32 {
        self.day().unwrap_or(0)
    }

    pub fn matches(&self, node: &Node) -> bool {
        match node {
            Node::And(parts) => parts.iter().all(|part| self.matches(part)),
            Node::Or(parts) => parts.iter().any(|part| self.matches(part)),
            Node::Not { keep, drop } => self.matches(keep) && !self.matches(drop),
            Node::Dates(range) => self.days(range.field).into_iter().any(|day| {
                range.from.is_none_or(|from| from.first_day() <= day)
                    && range.to.is_none_or(|to| day <= to.last_day())
            }),
            other => {
                let Node::Term(term) = other else { panic!("{other}") };
                self.matches_term(term)
            }
        }
    }

    fn matches_term(&self, term: &Term) -> bool {
        if let Some(values) = self.values(term.field) {
            let written: Vec<&str> = term.words.iter().map(|word| word.text.as_str()).collect();
            let wanted = value(term.field, &written.join(" "));
            return values.contains(&wanted);
        }
        let sequences = sequences(term);
        self.texts(term.field).into_iter().any(|text| sequences.iter().any(|wanted| occurs(text, wanted)))
    }

    pub fn passes(&self, filters: &Filters) -> bool {
        let any = |wanted: &[String], field: Field| {
            let have = self.values(field).unwrap_or_default();
            wanted.is_empty() || wanted.iter().any(|value_| have.contains(&value(field, value_)))
        };
        let years: Vec<u16> = self.days(Field::Date).iter().map(|day| (day / 10_000) as u16).collect();
        let years = filters.years.is_none_or(|(from, to)| {
            years.iter().any(|&year| from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to))
        });
        years
            && any(&filters.publication_types, Field::PublicationType)
            && any(&filters.languages, Field::Language)
            && any(&filters.journals, Field::Journal)
    }

    /// How many of the groups of a plain query it has.
    pub fn groups(&self, groups: &[Group]) -> usize {
        let has = |group: &&Group| {
            let texts = self.texts(Field::All);
            group.stems.iter().any(|stem| self.stems.contains(stem))
                || group.rows.iter().any(|row| texts.iter().any(|text| occurs(text, row)))
        };
        groups.iter().filter(has).count()
    }
}

fn value(field: Field, written: &str) -> String {
    match (field, written.split_once('/')) {
        (Field::Mesh, Some((name, qualifier))) => format!("{}/{}", fold(name), fold(qualifier)),
        (Field::Language, _) if fold(written) == "german" => "ger".to_owned(),
        _ => fold(written),
    }
}

/// Whether the words follow each other somewhere in a text.
pub fn occurs(text: &Words, wanted: &[Wanted]) -> bool {
    let at = |position: u32, wanted: &Wanted| text.iter().any(|(p, word)| *p == position && wanted.is(word));
    let fits = |start: u32| wanted.iter().zip(start..).all(|(wanted, position)| at(position, wanted));
    !wanted.is_empty() && text.iter().any(|(start, _)| fits(*start))
}

/// Whether every word of a text is part of some row of words that stands in it; where the text is cut off
/// behind its last word, the beginning of a row counts there.
pub fn is_covered(text: &str, rows: &[Vec<Wanted>], cut: bool) -> bool {
    let words = words(text);
    let end = words.last().map_or(0, |word| word.0 + 1);
    let is = |position: u32, wanted: &Wanted| words.iter().any(|(p, word)| *p == position && wanted.is(word));
    let mut covered = BTreeSet::new();
    for (row, start) in rows.iter().flat_map(|row| (0..end).map(move |start| (row, start))) {
        let length = row.len() as u32;
        let stop = if cut { (start + length).min(end) } else { start + length };
        if stop <= end && (start..stop).zip(row).all(|(position, wanted)| is(position, wanted)) {
            covered.extend(start..stop);
        }
    }
    end > 0 && (0..end).all(|position| covered.contains(&position))
}

/// A word of a plain query, and what it may be.
#[derive(Clone)]
pub struct Group {
    pub text: String,
    readings: Vec<Vec<String>>,
    /// Each of these stems is the whole of it.
    stems: Vec<String>,
    /// It stands in a text as one of these rows of words.
    rows: Vec<Vec<Wanted>>,
}

impl Group {
    fn of(word: &PlainWord, analyzer: &mut Analyzer) -> Self {
        let readings = analyzer.bag_readings(&word.text);
        let stems = readings.iter().filter(|reading| reading.len() == 1).flatten().cloned().collect();
        let mut rows = Vec::new();
        if readings.iter().any(|reading| reading.len() > 1) {
            for row in sequences(&word.term()) {
                rows.extend(in_other_number(&row));
                rows.push(row);
            }
        }
        Self { text: word.text.clone(), readings, stems, rows }
    }

    fn is_stop(&self) -> bool {
        matches!(&self.readings[..], [reading] if reading.len() == 1)
            && is_stop_word(&self.text.to_lowercase())
    }
}

/// The row with its last word in plural, or in singular where it is one.
fn in_other_number(row: &[Wanted]) -> Option<Vec<Wanted>> {
    let (last, before) = row.split_last()?;
    let Wanted::Word(last) = last else { return None };
    if last.len() < 2 || !last.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let other = match last.strip_suffix('s') {
        Some(singular) if singular.len() < 3 || singular.ends_with(['s', 'u', 'i']) => return None,
        Some(singular) => singular.to_owned(),
        None => format!("{last}s"),
    };
    Some([before, &[Wanted::Word(other)]].concat())
}

/// The words of a plain query that decide.
pub fn groups(words: &[PlainWord]) -> Vec<Group> {
    let mut analyzer = Analyzer::new();
    let all: Vec<Group> = words.iter().map(|word| Group::of(word, &mut analyzer)).collect();
    let only_stop = all.iter().all(|group| group.readings.is_empty() || group.is_stop());
    let mut kept: Vec<Group> = Vec::new();
    for group in all {
        let repeated = kept.iter().any(|other| other.readings == group.readings);
        if !group.readings.is_empty() && (only_stop || !group.is_stop()) && !repeated {
            kept.push(group);
        }
    }
    kept
}
