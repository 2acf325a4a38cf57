//! Framing and detection of JSON, and what damage costs.
//!
//! What each format's records are read into is shown by the cases in `testdata`.

use std::io::{BufReader, Cursor};
use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use super::super::tests::{kinds, read_all};
use super::super::{Format, Item, ProblemKind, read_stream};

/// A Crossref work, and one within it that is no record.
fn work(number: usize) -> String {
    format!(
        r#"{{"DOI":"10.5555/{number}","title":["Title {number}, \"a\" {{\\"],"reference-count":1,"author":[{{"family":"Doe"}}],"reference":[{{"DOI":"10.5555/r"}},{{"year":"1999"}}]}}"#
    )
}

fn works(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(work).collect()
}

fn dois(bytes: &[u8]) -> Vec<String> {
    let (_, articles, ..) = read_all(bytes);
    articles.iter().map(|article| article.origin.source_id.clone()).collect()
}

#[test]
fn records_are_found_in_every_envelope() {
    let [one, two] = [work(1), work(2)];
    for text in [
        format!("{one}\n{two}"),
        format!("\u{feff}{one}\r\n\r\n{two}\r\n"),
        format!("{one},\n{two},\n"),
        format!("{one}{two}"),
        format!("[{one},{two}]"),
        format!("[\n  {one},\n  {two}\n]\n"),
        format!("[[{one}],[{two}]]"),
        format!(r#"{{"items":[{one},{two}]}}"#),
        format!(r#"{{"meta":{{"items":3}},"results":[{one},{two}],"group_by":[{{"key":"x"}}]}}"#),
        format!(r#"{{"a":"items","b":[1,{{"c":2}}],"resultList":{{"result":[{one},{two}]}},"z":null}}"#),
        format!(r#"{{"status":"ok","message":{{"facets":{{}},"items":[{one},{two}],"query":{{"x":[]}}}}}}"#),
        format!("{{\"status\":\"ok\",\"message\":{one}}}\n{{\"message\":{two},\"status\":\"ok\"}}"),
        format!(r#"{{"result":{one}}}{{"result":[{two}]}}"#),
    ] {
        let (summary, articles, problems, _) = read_all(text.as_bytes());
        assert_eq!((summary.format, articles.len()), (Some(Format::Crossref), 2), "{text} {problems:?}");
        assert_eq!((problems, summary.records), (vec![], 2), "{text}");
        assert_eq!(dois(text.as_bytes()), ["10.5555/1", "10.5555/2"]);
    }
}

#[test]
fn formats_are_told_apart() {
    let cases = [
        (r#"{"id":"1","source":"MED","title":"x","authorString":"Doe J."}"#, Some(Format::EuropePmc)),
        (r#"{"version":"6.9","hitCount":0,"resultList":{"result":[]}}"#, Some(Format::EuropePmc)),
        (
            r#"{"status":"ok","message-type":"work-list","message":{"items":[{"DOI":"10.5555/1"}]}}"#,
            Some(Format::Crossref),
        ),
        (r#"{"message-type":"work","message":{"DOI":"10.5555/1","title":["x"]}}"#, Some(Format::Crossref)),
        (r#"{"message-type":"journal-list","message":{"items":[{"title":"x","ISSN":["1"]}]}}"#, None),
        (
            r#"{"_id":{"$oid":"1"},"DOI":"10.5555/1","title":["x"],"reference-count":1}"#,
            Some(Format::Crossref),
        ),
        (r#"[{"id":"https://openalex.org/W1","title":"x","publication_year":2020}]"#, Some(Format::OpenAlex)),
        (
            r#"{"results":[{"ids":{"openalex":"https://openalex.org/W1"},"title":"x","authorships":[]}]}"#,
            Some(Format::OpenAlex),
        ),
        (
            r#"[{"id":"https://openalex.org/W1","type":"article","title":"x","author":[],"page":"1"}]"#,
            Some(Format::Csl),
        ),
        (r#"{"paper_id":"x","metadata":{"title":"x"},"body_text":[]}"#, Some(Format::Cord19)),
        (r#"[{"id":"x","type":"book","title":"x"}]"#, Some(Format::Csl)),
        (r#"[{"type":"article-journal","title":"x","DOI":"10.5555/1"}]"#, Some(Format::Csl)),
        (r#"[{"type":"article","title":"x"}]"#, None),
        (r#"[{"type":"journal-article","title":["x"],"container-title":["x"]}]"#, None),
        (r#"{"_id":"x","title":"x","text":"x","metadata":{"type":"book","id":"x"}}"#, Some(Format::Beir)),
        (r#"{"_id":"x","title":"x","text":"x","source":"y","authorString":"Doe J."}"#, Some(Format::Beir)),
        (r#"{"_id":"x","title":"x","text":"x","paper_id":"y","body_text":[]}"#, Some(Format::Beir)),
        (r#"{"title":"x","links":["https://openalex.org/W1"],"id":"key:0"}"#, Some(Format::Jsonl)),
        (r#"{"config":{"id":"x"},"items":[{"itemType":"book","title":"x","type":"book"}]}"#, None),
        (r#"{"name":"x","type":"module","id":"x"}"#, None),
        ("[]", None),
        ("source_x,title,doi,sha\n", Some(Format::Cord19Table)),
        ("title,doi\n", None),
    ];
    for (text, format) in cases {
        assert_eq!(read_all(text.as_bytes()).0.format, format, "{text}");
    }
}

#[test]
fn a_long_or_damaged_first_record_hides_no_format() {
    let authors = vec![r#"{"family":"Doe","given":"John"}"#; 4_000].join(",");
    let items = format!(
        r#"[{{"author":[{authors}],"id":"1","title":"x","type":"book"}},{{"id":"2","title":"x","type":"book"}}]"#
    );
    let (summary, articles, problems, _) = read_all(items.as_bytes());
    assert_eq!((summary.format, articles.len(), problems), (Some(Format::Csl), 2, vec![]));
    let line = |number: usize| format!(r#"{{"_id":"{number}","title":"Title {number}","text":"x"}}"#);
    let lines = format!("le\":\"x\",\"text\":\"x\"}}\n{}\n{}\n", line(1), line(2));
    let (summary, articles, problems, _) = read_all(lines.as_bytes());
    assert_eq!((summary.format, articles.len()), (Some(Format::Beir), 2));
    assert_eq!(kinds(&problems), [ProblemKind::Malformed]);
    let (summary, ..) = read_all(format!("A text.\n{}", "{not JSON}\n".repeat(9)).as_bytes());
    assert_eq!(summary.format, None);
}

#[test]
fn small_reads_make_no_difference() {
    // Beyond the head every chunk is as small as the reader gives it.
    let padding =
        format!("{{\"DOI\":\"10.5555/0\",\"reference-count\":1,\"abstract\":\"{}\"}}\n", "x".repeat(70_000));
    let text = format!("{padding}[{}]", works(1..40).join(",\n  "));
    let (_, whole, ..) = read_all(text.as_bytes());
    assert_eq!(whole.len(), 40);
    for size in [1, 2, 3, 7] {
        let reader = BufReader::with_capacity(size, Cursor::new(text.as_bytes()).take_some(size));
        let mut articles = Vec::new();
        read_stream(reader, "test", &AtomicU64::new(0), &mut |item| {
            if let Item::Article(article) = item {
                articles.push(*article);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(articles, whole);
    }
}

/// Gives few bytes at a time.
struct Sparing<R>(R, usize);

impl<R: std::io::Read> std::io::Read for Sparing<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let most = into.len().min(self.1);
        self.0.read(&mut into[..most])
    }
}

trait TakeSome: Sized {
    fn take_some(self, bytes: usize) -> Sparing<Self> {
        Sparing(self, bytes)
    }
}

impl<R: std::io::Read> TakeSome for R {}

#[test]
fn limits_cost_one_record() {
    let [one, two] = [work(1), work(2)];
    let long = format!(r#"{{"DOI":"10.5555/0","abstract":"{}"}}"#, "x".repeat(65 << 20));
    let many = format!(r#"{{"DOI":"10.5555/0","x":[{}0]}}"#, "0,".repeat(2 << 20));
    let deep = format!(r#"{{"DOI":"10.5555/0","x":{}{}}}"#, "[".repeat(500_000), "]".repeat(500_000));
    for (record, kind) in
        [(long, ProblemKind::TooLarge), (many, ProblemKind::TooLarge), (deep, ProblemKind::Malformed)]
    {
        let text = format!("[{one},{record},{two}]");
        let (summary, articles, problems, _) = read_all(text.as_bytes());
        assert_eq!((summary.records, articles.len(), kinds(&problems)), (3, 2, vec![kind]), "{problems:?}");
    }
}

#[test]
fn hostile_brackets_do_no_harm() {
    for (one, other) in [
        ("[", ""),
        ("{", "]"),
        ("{\"items\":", "}"),
        ("{\"a\":", "]"),
        ("{\"a\":[", "}"),
        ("[{", "]"),
        ("}", "]"),
        ("\"", "\\"),
        ("{\"DOI\":{\"a\":{\"b\":1},", "{\"DOI\":1}"),
    ] {
        let text = format!("{}\n{}{}", work(1), one.repeat(200_000), other.repeat(200_000));
        assert!(dois(text.as_bytes()).contains(&"10.5555/1".to_owned()));
    }
}

/// The records of which nothing was touched, and those that are read.
fn kept(parts: &[String], gap: &str, ends: [&str; 2], at: usize, byte: u8) -> (Vec<String>, Vec<String>) {
    let mut text = format!("{}{}{}", ends[0], parts.join(gap), ends[1]).into_bytes();
    let at = ends[0].len() + at % (text.len() - ends[0].len() - ends[1].len());
    text[at] = byte;
    let mut start = ends[0].len();
    let mut untouched = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        // What stands around a record belongs to it as well.
        if at + gap.len() < start || at >= start + part.len() + gap.len() {
            untouched.push(format!("10.5555/{}", number + 1));
        }
        start += part.len() + gap.len();
    }
    (untouched, dois(&text))
}

#[test]
fn a_byte_that_is_wrong_costs_one_record() {
    let parts = works(1..5);
    let layouts = [("\n", ["", "\n"]), (",", ["[", "]"]), (",\n  ", ["{\"items\":[\n  ", "\n]}"])];
    let mut lost = Vec::new();
    for (gap, ends) in layouts {
        // Without its first brace a file is no JSON.
        for at in usize::from(ends[0].is_empty())
            ..parts.iter().map(|part| part.len() + gap.len()).sum::<usize>() - gap.len()
        {
            for byte in *b"\"{}],\\\nx" {
                let (untouched, read) = kept(&parts, gap, ends, at, byte);
                if !untouched.iter().all(|doi| read.contains(doi)) {
                    lost.push(format!("{gap:?} {at} {:?} {read:?}", byte as char));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} {}", lost.len(), lost.join("\n"));
}

#[test]
fn one_word_at_many_places_makes_no_endless_abstract() {
    let places: Vec<String> = (0..1_000).map(|place| place.to_string()).collect();
    let text = format!(
        r#"{{"id":"https://openalex.org/W1","display_name":"x","abstract_inverted_index":{{"{}":[{}]}}}}"#,
        "w".repeat(100_000),
        places.join(",")
    );
    let (_, articles, problems, _) = read_all(text.as_bytes());
    assert_eq!((articles.len(), kinds(&problems)), (1, vec![ProblemKind::BadValue]));
    assert!(articles[0].abstract_sections.is_empty());
}

#[test]
fn a_row_of_too_many_fields_is_left_out() {
    let header = "cord_uid,sha,source_x,title\n";
    let row = format!("aaaaaaa1,,PMC,One{}\n", ",".repeat(1_100_000));
    let text = format!("{header}{row}aaaaaaa2,,PMC,Two\n");
    let (_, articles, problems, _) = read_all(text.as_bytes());
    assert_eq!(articles.iter().map(|article| article.title.as_str()).collect::<Vec<_>>(), ["Two"]);
    assert_eq!(kinds(&problems), [ProblemKind::TooLarge]);
}

#[test]
fn a_format_is_known_by_what_its_records_say_and_not_by_what_is_within_them() {
    for (text, format) in [
        (
            r#"{"_id":"d1","title":"A","text":"zebra","metadata":{"id":"https://openalex.org/W1"}}"#,
            Format::Beir,
        ),
        (r#"{"_id":"d1","title":"A","text":"zebra","DOI":"10.1000/a","reference-count":3}"#, Format::Beir),
        (r#"{"_id":"d1","title":"A","text":"zebra","abstract_inverted_index":null}"#, Format::Beir),
        (
            r#"[{"id":"https://openalex.org/W2","type":"article-journal","title":"A","DOI":"10.1000/a","issued":{}}]"#,
            Format::Csl,
        ),
        (r#"{"title":"A","grants":[{"id":"https://openalex.org/G1","agency":"B"}]}"#, Format::Jsonl),
        (
            r#"[{"DOI":"10.1000/a","title":["A"],"type":"journal-article"},{"DOI":"10.1000/b","title":["B"],"type":"book"}]"#,
            Format::Crossref,
        ),
        (r#"{"id":"https://api.openalex.org/works/W1","display_name":"T"}"#, Format::OpenAlex),
        (r#"{"meta":{"db_response_time_ms":3},"results":[]}"#, Format::OpenAlex),
    ] {
        let (summary, ..) = read_all(text.as_bytes());
        assert_eq!(summary.format, Some(format), "{text}");
    }
}

#[test]
fn entities_of_openalex_that_are_no_works_are_left_out() {
    let ids = ["https://openalex.org/A1", "https://openalex.org/é123", "https://openalex.org/keywords/foo"];
    let entities = ids.map(|id| format!(r#"{{"id":"{id}","display_name":"x"}}"#));
    let text =
        format!(r#"{{"results":[{},{{"id":"https://openalex.org/W2","title":"y"}}]}}"#, entities.join(","));
    let (_, articles, problems, _) = read_all(text.as_bytes());
    assert_eq!((articles.len(), kinds(&problems)), (1, vec![ProblemKind::Incomplete; 3]));
}
