//! Words without a tag that are a name: of a heading, a journal, an author.

use super::support::article;
use super::{each_engine, indexed, set};
use crate::model::{Article, Author, Heading, Journal, Substance};
use crate::query::{NoteKind, Query, Strategy, Syntax};
use crate::search::{Index, Search};

fn articles() -> Vec<Article> {
    let heading = Heading { name: "Myocardial Infarction".into(), ..Heading::default() };
    let below = Heading { name: "Shock, Cardiogenic".into(), ..Heading::default() };
    let journal = Journal { title: "Annals of Nothing".into(), ..Journal::default() };
    let author = Author { family: "Attack".into(), initials: "JB".into(), ..Author::default() };
    let substance = Substance { name: "madeupmab".into(), ..Substance::default() };
    vec![
        Article { headings: vec![heading], ..article(1, "Title", "") },
        Article { headings: vec![below], ..article(2, "Title", "") },
        article(3, "The heart, and an attack on it", ""),
        article(4, "Severe", "attacks of the heart"),
        Article { journal, ..article(5, "Severe nothing", "") },
        Article { authors: vec![author], ..article(6, "Severe", "") },
        Article { substances: vec![substance], ..article(7, "Title", "") },
    ]
}

/// The articles that a query of PubMed's finds.
fn pubmed(index: &Index, query: &str) -> Vec<u32> {
    set(index, Search::new(query).syntax(Syntax::PubMed).limit(100))
}

#[test]
fn the_longest_name_is_searched_or_the_words() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        for (query, expected) in [
            ("heart attack", &[1, 2, 3][..]),
            ("Heart Attacks", &[1, 2, 4]),
            ("heart AND attack", &[3]),
            ("\"heart\" attack", &[3]),
            ("heart attack*", &[3, 4]),
            ("heart attack[all]", &[1, 2]),
            ("\"heart attack\"[all]", &[]),
            ("heart attack[tiab]", &[]),
            // A journal and an author are looked up in the index; what is left is joined by AND.
            ("severe annals of nothing", &[5]),
            ("severe attack j", &[6]),
            ("madeupmab", &[7]),
            ("severe OR heart attack", &[1, 2, 3, 4, 5, 6]),
            ("title NOT heart attack", &[7]),
            // Function words stand for nothing, unless there is nothing else.
            ("an attack with the heart", &[3]),
            ("the", &[3, 4]),
            ("annals of nothing", &[5]),
        ] {
            assert_eq!(pubmed(&index, query), expected, "{query}");
        }
        // Plain words stay plain; operators show PubMed's notation.
        assert_eq!(set(&index, "heart attack"), [3, 4, 6]);
        assert_eq!(set(&index, "heart attack OR nowhere"), [1, 2, 3]);
        assert_eq!(set(&index, "heart attack.af. or nowhere.af."), [0; 0]);
        let strategy = Strategy::parse("heart attack\n#1 NOT cardiogenic shock").unwrap();
        let counts = strategy
            .lines()
            .iter()
            .map(|line| index.search(Search::from(line.query.clone().unwrap())).unwrap().total);
        assert_eq!(counts.collect::<Vec<_>>(), [3, 2]);
    });
}

#[test]
fn what_words_became_is_said_and_reads_back() {
    each_engine(|place| {
        let index = indexed(&place, &articles());
        let search = |query: &str| index.search(Search::new(query).syntax(Syntax::PubMed)).unwrap();
        let hits = search("severe OR a heart attack NOT shock");
        assert_eq!(
            hits.interpretation,
            "(severe OR \"Myocardial Infarction\"[mh] OR (\"heart\" AND \"attack\")) NOT (\"Shock\"[mh] OR \"shock\")"
        );
        let notes: Vec<_> = hits.notes.iter().map(|note| (note.kind, note.message.as_str())).collect();
        assert!(
            notes.contains(&(NoteKind::Dropped, "`a` is a function word, and was passed over"))
                && notes.contains(&(
                    NoteKind::MappedWords,
                    "`heart attack` was searched as the MeSH heading Myocardial Infarction (2024) with 6 headings below it, \
                     or as words in any field"
                )),
            "{notes:?}"
        );
        // What nothing was found by is told of the words alone.
        assert_eq!(search("heart attack nowhere").unknown, ["nowhere"]);
        for query in ["heart attack j title", "severe attack jb OR heart attack[all]", "annals of nothing"] {
            let (first, again) = (search(query), search(&search(query).interpretation));
            assert_eq!((first.total, &first.interpretation), (again.total, &again.interpretation), "{query}");
        }
        // A number may be a part of a name.
        assert!(search("severe vitamin b 12").interpretation.contains("\"Vitamin B 12\"[mh]"));
        assert!(search("5 fluorouracil").interpretation.contains("\"Fluorouracil\"[mh]"));
        // An entry term of another kind of name: type of publication, qualifier.
        assert!(search("clinical trial").interpretation.contains("\"Clinical Trial\"[pt]"));
        assert!(search("mortality").interpretation.contains("\"mortality\"[sh]"));
        assert_eq!(Query::parse("heart attack").unwrap().syntax(), Syntax::PubMed);
    });
}
