//! Articles and queries at random, from a vocabulary in which words meet often and are written in many ways.
//!
//! It must not know what a query finds.

use litdex::model::{
    Article, Author, BodySection, DateKind, DatedEvent, Heading, Identifiers, Journal, PartialDate, Pmid,
    PublicationType, Qualifier, Reference, Section, Substance, TranslatedAbstract,
};
use litdex::query::Filters;

use super::super::support::Dice;

pub const WORDS: [&str; 46] = [
    "covid-19",
    "covid19",
    "COVID 19",
    "SARS-CoV-2",
    "sarscov2",
    "sars cov 2",
    "IL-6",
    "il6",
    "IL 6",
    "type 2",
    "type-2",
    "hypoxemia",
    "hypoxaemia",
    "tumour",
    "tumors",
    "randomised",
    "randomized",
    "trial",
    "patients",
    "the",
    "of",
    "and",
    "severe",
    "pneumonia",
    "Crohn's",
    "crohn",
    "disease",
    "95%",
    "95",
    "3.14",
    "1,234",
    "12",
    "h1n1",
    "H1-N1",
    "placebo-controlled",
    "placebo",
    "controlled",
    "non-small-cell",
    "lung",
    "cancer",
    "oedema",
    "edema",
    "TNF-α",
    "naïve",
    "x-ray",
    "xray",
];
const FAMILIES: [&str; 6] = ["Smith", "Jabbari", "van der Berg", "Müller", "Smith-Jones", "Li"];
const GIVEN: [&str; 6] = ["John", "Anna Maria", "J", "Jean-Pierre", "", "JA"];
const HEADINGS: [&str; 4] = ["Heart Failure", "COVID-19", "Neoplasms", "Diabetes Mellitus, Type 2"];
const QUALIFIERS: [&str; 3] = ["drug therapy", "surgery", "therapy"];
const SUBSTANCES: [&str; 2] = ["Oxygen", "Interleukin-6"];
const TYPES: [&str; 3] = ["Review", "Journal Article", "Randomized Controlled Trial"];
const JOURNALS: [(&str, &str); 3] =
    [("Journal of Lung Cancer", "J Lung Cancer"), ("Archives", "Archives"), ("Nature", "")];
/// Words that stand only where nothing is ranked by: in references, names of authors, affiliations.
const UNRANKED: [&str; 7] = ["nozov", "vufik", "jabbari", "müller", "smith", "tehran", "boston"];
const LANGUAGES: [&str; 3] = ["eng", "ger", "fre"];
const COUNTRIES: [&str; 3] = ["Iran", "United States", "Germany"];
const PLACES: [&str; 3] = ["Dept. of Lung Disease, Tehran, Iran", "Cancer Trial Unit, Boston", "Berlin"];

fn words(dice: &mut Dice, least: usize, more: usize) -> String {
    let mut text = String::new();
    for _ in 0..least + dice.below(more) {
        text.push_str(dice.pick::<&str>(&WORDS));
        text.push_str(dice.pick::<&str>(&[" ", " ", " ", " ", " ", ", ", ". ", "; ", "-", " ("]));
    }
    text.trim_end().to_owned()
}

fn list<T>(dice: &mut Dice, most: usize, mut make: impl FnMut(&mut Dice) -> T) -> Vec<T> {
    (0..dice.below(most + 1)).map(|_| make(dice)).collect()
}

fn section(dice: &mut Dice) -> Section {
    let label = dice.pick::<&str>(&["", "METHODS", "TRIAL RESULTS"]).to_string();
    Section { label, text: words(dice, 1, 14) }
}

fn author(dice: &mut Dice) -> Author {
    if dice.one_in(8) {
        return Author { collective: "Lung Cancer Trial Group".into(), ..Author::default() };
    }
    let initials = if dice.one_in(2) { *dice.pick::<&str>(&["J", "JA", "A"]) } else { "" };
    Author {
        family: dice.pick::<&str>(&FAMILIES).to_string(),
        given: dice.pick::<&str>(&GIVEN).to_string(),
        initials: initials.to_owned(),
        affiliations: list(dice, 2, |dice| dice.pick::<&str>(&PLACES).to_string()),
        ..Author::default()
    }
}

fn heading(dice: &mut Dice) -> Heading {
    let qualifier = |dice: &mut Dice| Qualifier {
        name: dice.pick::<&str>(&QUALIFIERS).to_string(),
        ..Qualifier::default()
    };
    Heading {
        name: dice.pick::<&str>(&HEADINGS).to_string(),
        ui: format!("D00{}", dice.below(4)),
        major: dice.one_in(3),
        qualifiers: list(dice, 2, qualifier),
    }
}

fn date(dice: &mut Dice) -> PartialDate {
    let month = (!dice.one_in(3)).then(|| 1 + dice.below(12) as u8);
    let day = month.filter(|_| dice.one_in(2)).map(|_| 1 + dice.below(28) as u8);
    PartialDate::new(2017 + dice.below(6) as u16, month, day).unwrap()
}

/// An article of a PMID.
pub fn article(dice: &mut Dice, pmid: u32) -> Article {
    let journal = dice.pick(&JOURNALS);
    let mut made = Article {
        ids: Identifiers { pmid: Some(Pmid::try_from(pmid).unwrap()), ..Identifiers::default() },
        title: if dice.one_in(20) { String::new() } else { words(dice, 1, 7) },
        abstract_sections: list(dice, 3, section),
        keywords: list(dice, 3, |dice| words(dice, 1, 2)),
        headings: list(dice, 2, heading),
        authors: list(dice, 3, author),
        journal: Journal {
            title: journal.0.to_owned(),
            abbreviation: journal.1.to_owned(),
            ..Journal::default()
        },
        references: list(dice, 3, |dice| Reference {
            raw: format!("{} {}", words(dice, 2, 8), dice.pick::<&str>(&UNRANKED)),
            ..Reference::default()
        }),
        languages: list(dice, 2, |dice| dice.pick::<&str>(&LANGUAGES).to_string()),
        country: dice.pick::<&str>(&COUNTRIES).to_string(),
        publication_types: list(dice, 2, |dice| PublicationType {
            name: dice.pick::<&str>(&TYPES).to_string(),
            ..PublicationType::default()
        }),
        substances: list(dice, 1, |dice| Substance {
            name: dice.pick::<&str>(&SUBSTANCES).to_string(),
            ..Substance::default()
        }),
        ..Article::default()
    };
    if !dice.one_in(4) {
        made.dates = vec![DatedEvent { kind: DateKind::Published, date: date(dice) }];
    }
    if dice.one_in(6) {
        let sections = list(dice, 2, section);
        made.other_abstracts =
            vec![TranslatedAbstract { language: "ger".into(), sections, ..Default::default() }];
        made.vernacular_title = words(dice, 1, 4);
    }
    if dice.one_in(6) {
        let paragraphs = list(dice, 2, |dice| words(dice, 3, 10));
        made.body = vec![BodySection { title: words(dice, 1, 2), depth: 1, paragraphs }];
    }
    made
}

/// Words that follow each other in articles, and pairs across the end of one text and the beginning of the
/// next, which no phrase may find.
pub fn phrases<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<String> {
    let mut phrases = Vec::new();
    for article in articles {
        let sections = article.abstract_sections.iter().map(|section| section.text.as_str());
        let keywords = article.keywords.iter().map(String::as_str);
        let references = article.references.iter().map(|reference| reference.raw.as_str());
        let texts = std::iter::once(article.title.as_str()).chain(sections).chain(keywords).chain(references);
        let words: Vec<&str> = texts.flat_map(str::split_whitespace).collect();
        for length in 2..4 {
            phrases.extend(words.windows(length).map(|window| window.join(" ").replace(['(', '*'], "")));
        }
    }
    phrases
}

/// A word or phrase of the text of articles, quoted or truncated now and then.
fn text_term(dice: &mut Dice, phrases: &[String]) -> String {
    let word = dice.pick::<&str>(&WORDS).to_string();
    match dice.below(9) {
        6.. => {
            let phrase = dice.pick(phrases);
            let cut: String = phrase.chars().take(phrase.chars().count().saturating_sub(2)).collect();
            let truncated = dice.one_in(4) && cut.ends_with(char::is_alphanumeric);
            if truncated { format!("\"{cut}*\"") } else { format!("\"{phrase}\"") }
        }
        0 | 1 => {
            let words: Vec<&str> = (0..2 + dice.below(2)).map(|_| *dice.pick::<&str>(&WORDS)).collect();
            let star = if dice.one_in(4) { "*" } else { "" };
            format!("\"{}{star}\"", words.join(dice.pick::<&str>(&[" ", " ", "-"])))
        }
        2 => {
            let letters = word.chars().count();
            let cut: String = word.chars().take((1 + dice.below(letters)).max(2)).collect();
            format!("{}*", cut.trim_end())
        }
        3 if word.contains(' ') => format!("\"{word}\""),
        _ => word,
    }
}

fn leaf(dice: &mut Dice, phrases: &[String]) -> String {
    let quoted = |text: &str, tag: &str| format!("\"{text}\"[{tag}]");
    match dice.below(16) {
        0..=7 => {
            let tags = ["", "[ti]", "[tt]", "[ab]", "[tiab]", "[ot]", "[tw]", "[ref]", "[all]", "[body]"];
            format!("{}{}", text_term(dice, phrases), dice.pick::<&str>(&tags))
        }
        8 => {
            let (family, given) =
                (dice.pick::<&str>(&FAMILIES), dice.pick::<&str>(&["", " J", " JA", " John"]));
            if dice.one_in(3) {
                quoted(&format!("{family}{given}"), "au")
            } else {
                format!("{family}{given}[au]")
            }
        }
        9 => {
            let name = dice.pick::<&str>(&HEADINGS);
            let wanted = if dice.one_in(2) {
                format!("{name}/{}", dice.pick::<&str>(&QUALIFIERS))
            } else {
                name.to_string()
            };
            quoted(&wanted, "mh")
        }
        10 => quoted(dice.pick::<&str>(&TYPES), "pt"),
        11 => format!("{}[la]", dice.pick::<&str>(&["eng", "german", "fre", "dut"])),
        12 => quoted(dice.pick::<&str>(&COUNTRIES), "pl"),
        13 => format!("{}[ad]", dice.pick::<&str>(&["lung", "\"cancer trial\"", "berl*", "iran"])),
        14 => quoted(dice.pick::<&str>(&["Archives", "J Lung Cancer", "nature"]), "ta"),
        _ => {
            let (from, to) = (2016 + dice.below(7), 0);
            let to = from + to + dice.below(3);
            match dice.below(4) {
                0 => format!("{from}[dp]"),
                1 => format!("{from}:{to}[dp]"),
                2 => format!("{from}/{:02}:{to}/12[dp]", 1 + dice.below(12)),
                _ => format!("{from}:[dp]"),
            }
        }
    }
}

/// A Boolean query of some depth.
pub fn boolean(dice: &mut Dice, depth: usize, phrases: &[String]) -> String {
    if depth == 0 || dice.one_in(3) {
        return leaf(dice, phrases);
    }
    let operator = dice.pick::<&str>(&["AND", "OR", "OR", "NOT"]);
    let side = |dice: &mut Dice| {
        let inner = boolean(dice, depth - 1, phrases);
        if dice.one_in(2) { format!("({inner})") } else { inner }
    };
    format!("{} {operator} {}", side(dice), side(dice))
}

/// Words side by side.
pub fn plain(dice: &mut Dice) -> String {
    let from = if dice.one_in(4) { &UNRANKED[..] } else { &WORDS };
    let words: Vec<&str> = (0..=dice.below(4)).map(|_| *dice.pick::<&str>(from)).collect();
    words.join(" ")
}

/// What narrows a search, most often nothing.
pub fn filters(dice: &mut Dice) -> Filters {
    let mut filters = Filters::default();
    match dice.below(8) {
        0 => filters.years = Some((Some(2018), None)),
        1 => filters.years = Some((None, Some(2020))),
        2 => filters.languages = vec!["german".into(), "fre".into()],
        3 => filters.publication_types = vec!["review".into()],
        4 => {
            filters.journals = vec!["archives".into(), "Nature".into()];
            filters.years = Some((Some(2019), Some(2021)));
        }
        _ => {}
    }
    filters
}
