//! What is shown of an article found: where a snippet stands in its text, and what of it is marked.

use super::support::article;
use super::{each_engine, indexed};
use crate::model::{Author, BodySection, Heading, PublicationType, Reference, Substance};
use crate::search::{Search, Snippet};

/// Field, text and marked parts of each snippet.
fn parts(snippets: &[Snippet]) -> Vec<(&str, &str, Vec<String>)> {
    let marked = |snippet: &Snippet| -> Vec<String> {
        let part = |range: &std::ops::Range<usize>| {
            snippet.text.chars().skip(range.start).take(range.end - range.start).collect()
        };
        snippet.highlights.iter().map(part).collect()
    };
    snippets.iter().map(|snippet| (snippet.field, snippet.text.as_str(), marked(snippet))).collect()
}

/// Where ranges begin and end.
fn ends(ranges: &[std::ops::Range<usize>]) -> Vec<(usize, usize)> {
    ranges.iter().map(|range| (range.start, range.end)).collect()
}

/// Offsets and marks count characters, whatever bytes they take: of two, three and four bytes, and accents that
/// stand behind their letter.
#[test]
fn offsets_count_characters() {
    // The first sentence has 5 + 1 + 7 + 1 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 3 + 1 + 6 = 33 characters: the accent is
    // one of its own. With the blank behind it the second begins at 34; that has 4 + 1 + 9 + 1 + 7 + 1 + 4 = 27, so the
    // third begins at 34 + 27 + 1 = 62.
    let text = "Ärzte prüften 95 % – 𝛼 und cafe\u{301}. Über Hypoxämie schwieg man. Hypoxämie blieb.";
    each_engine(|place| {
        let index = indexed(&place, &[article(1, "Sauerstoff für Ärzte", text)]);
        let hits = index.search(Search::new("hypoxämie")).unwrap().hits;
        let found: Vec<_> = hits[0]
            .snippets
            .iter()
            .map(|snippet| (snippet.offset, snippet.text.as_str(), ends(&snippet.highlights)))
            .collect();
        assert_eq!(found, [(34, "Über Hypoxämie schwieg man.", vec![(5, 14)])]);
        let whole: String = text.chars().skip(34).take(27).collect();
        assert_eq!(whole, found[0].1);
        let hits = index.search(Search::new("blieb[ab] OR ärzte[ti]")).unwrap().hits;
        assert_eq!(ends(&hits[0].title_highlights), [(15, 20)]);
        let found: Vec<_> = hits[0]
            .snippets
            .iter()
            .map(|snippet| (snippet.offset, snippet.text.as_str(), ends(&snippet.highlights)))
            .collect();
        assert_eq!(found, [(62, "Hypoxämie blieb.", vec![(10, 15)])]);
    });
}

/// Text words are those of title, abstract, keywords and of what indexers add, and no others.
#[test]
fn text_words_are_marked_where_they_were_found() {
    let mut made = article(1, "A title", "Nothing of it here.");
    made.keywords = vec!["Zebra keeping".into()];
    made.headings = vec![Heading { name: "Zebra Diseases".into(), ..Heading::default() }];
    made.substances = vec![Substance { name: "Zebra Serum".into(), ..Substance::default() }];
    made.publication_types =
        vec![PublicationType { name: "Zebra Report".into(), ..PublicationType::default() }];
    made.authors = vec![Author { family: "Zebra".into(), initials: "Q".into(), ..Author::default() }];
    made.authors[0].affiliations = vec!["Zebra House, Zoo".into()];
    each_engine(|place| {
        let index = indexed(&place, std::slice::from_ref(&made));
        let shown = |query: &str| {
            let hits = index.search(Search::new(query).snippets(9)).unwrap().hits;
            assert_eq!(hits.len(), 1, "{query}");
            hits[0].snippets.clone()
        };
        // One snippet shows the one word there is; the others show nothing new.
        let keyword = [("ot", "Zebra keeping", vec!["Zebra".to_owned()])];
        assert_eq!(parts(&shown("zebra[tw]")), keyword);
        assert_eq!(parts(&shown("zebra[tiab]")), keyword);
        // Words that only an indexer gave are shown where they stand.
        assert_eq!(parts(&shown("diseases[tw]")), [("mh", "Zebra Diseases", vec!["Diseases".to_owned()])]);
        assert_eq!(parts(&shown("serum[tw]")), [("nm", "Zebra Serum", vec!["Serum".to_owned()])]);
        assert_eq!(parts(&shown("report[tw]")), [("pt", "Zebra Report", vec!["Report".to_owned()])]);
        let three = shown("diseases[tw] AND serum[tw] AND report[tw]");
        assert_eq!(three.iter().map(|one| one.field).collect::<Vec<_>>(), ["mh", "nm", "pt"]);
        let hits = index.search("house[tw] OR (zebra[tw] NOT zebra[tiab])").unwrap().hits;
        assert_eq!(hits.len(), 0, "an address is none of them");
    });
}

/// Words that the abstract lacks are looked for in what else there is, and each is shown once.
#[test]
fn words_beyond_the_abstract_are_shown() {
    let mut made = article(1, "A title", "Lemurs sleep.");
    made.headings = vec![Heading { name: "Tapirs".into(), ..Heading::default() }];
    made.references = vec![Reference { raw: "Doe A. Okapis. 2001.".into(), ..Reference::default() }];
    made.body = vec![BodySection { paragraphs: vec!["Zebras run.".into()], ..BodySection::default() }];
    each_engine(|place| {
        let index = indexed(&place, std::slice::from_ref(&made));
        let shown = |query: &str| -> Vec<&'static str> {
            let hits = index.search(Search::new(query).snippets(9)).unwrap().hits;
            hits[0].snippets.iter().map(|snippet| snippet.field).collect()
        };
        assert_eq!(shown("lemur"), ["ab"]);
        assert_eq!(shown("lemur tapir"), ["ab", "mh"]);
        assert_eq!(shown("lemur zebra"), ["ab", "body"]);
        assert_eq!(shown("lemur okapi zebra"), ["ab", "ref", "body"]);
        assert_eq!(shown("lemurs AND tapirs[tw] AND okapis[ref]"), ["ab", "ref", "mh"]);
    });
}

/// The sentence that shows most words of the query comes first, then what it lacks.
#[test]
fn snippets_show_as_many_words_as_can_be() {
    let text =
        "Lemurs sleep. Lemurs and tapirs sleep. Zebras run. Lemurs sleep again. Zebras and lemurs run.";
    each_engine(|place| {
        let index = indexed(&place, &[article(1, "A title", text)]);
        let shown = |most: usize| -> Vec<String> {
            let search = Search::new("lemur tapir zebra").snippets(most);
            let hits = index.search(search).unwrap().hits;
            hits[0].snippets.iter().map(|snippet| snippet.text.clone()).collect()
        };
        assert_eq!(shown(1), ["Lemurs and tapirs sleep."]);
        assert_eq!(shown(2), ["Lemurs and tapirs sleep.", "Zebras and lemurs run."]);
        assert_eq!(shown(0), [""; 0]);
    });
}
