//! The forms an answer is printed in: each is right for the programs that read it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Place;
use crate::util::{directory, made, run, seed};

/// What `search` prints in a form, with times taken out.
fn printed(query: &str, format: &str) -> String {
    let found = run(made(), &["search", query, "--sort", "title", "--format", format, "--snippets", "1"]);
    assert_eq!(found.code, 0, "{}", found.stderr);
    found.stdout
}

#[test]
fn json_is_the_documented_form() {
    let found = run(seed(), &["search", "refractory or hypoxemia", "--format", "json", "--snippets", "1"]);
    let mut answer: Value = serde_json::from_str(&found.stdout).unwrap();
    assert!(answer["took_us"].as_u64().is_some());
    answer["took_us"] = 0.into();
    assert!(answer["hits"][0]["score"].as_f64().is_some_and(|score| score > 0.0));
    answer["hits"][0]["score"] = 1.into();
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&answer).unwrap());

    // Every key is explained in the help.
    let help = run(seed(), &["search", "--help"]).stdout;
    let mut keys = BTreeSet::new();
    collect_keys(&answer, &mut keys);
    for key in keys {
        assert!(help.contains(&key), "{key} is not in the help");
    }
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            collect_keys(value, keys);
        }),
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        _ => {}
    }
}

#[test]
fn highlights_count_characters() {
    let found = run(made(), &["search", "vasopressin", "--format", "jsonl"]);
    assert_eq!(found.stdout.lines().count(), 2);
    for line in found.stdout.lines() {
        let hit: Value = serde_json::from_str(line).unwrap();
        let mut texts = vec![(&hit["title"], &hit["title_highlights"])];
        texts.extend(
            hit["snippets"]
                .as_array()
                .unwrap()
                .iter()
                .map(|snippet| (&snippet["text"], &snippet["highlights"])),
        );
        for (text, ranges) in texts {
            let chars: Vec<char> = text.as_str().unwrap().chars().collect();
            for range in ranges.as_array().unwrap() {
                let (start, end) = (range[0].as_u64().unwrap() as usize, range[1].as_u64().unwrap() as usize);
                assert_eq!(chars[start..end].iter().collect::<String>().to_lowercase(), "vasopressin");
            }
        }
    }
}

#[test]
fn ids_and_csv() {
    assert_eq!(printed("sepsis", "ids"), "pmid:103\npmid:104\npmid:101\n");
    insta::assert_snapshot!("csv", without_scores(&printed("sepsis", "csv")));
}

/// Rows without their last column.
fn without_scores(table: &str) -> String {
    table.lines().map(|line| line.rsplit_once(',').unwrap().0).collect::<Vec<_>>().join("\n")
}

#[test]
fn ris_bibtex_and_csl() {
    let ris = printed("sepsis OR vasopressin", "ris");
    assert!(ris.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "every line ends in CR LF");
    insta::assert_snapshot!("ris", ris.replace('\r', ""));
    insta::assert_snapshot!("bibtex", printed("sepsis OR vasopressin", "bibtex"));
    let csl = printed("sepsis OR vasopressin", "csl-json");
    let items: Value = serde_json::from_str(&csl).unwrap();
    insta::assert_snapshot!("csl", serde_json::to_string_pretty(&items).unwrap());
}

#[test]
fn a_chapter_is_one_in_every_form() {
    let place = Place::new();
    let chapter = r#"{"title":"Kiwis in spring","authors":[{"family":"Doe","given":"Jane"}],"editors":[{"family":"Roe","given":"Ed"}],"publication_types":[{"name":"book-chapter"}],"journal":{"title":"Handbook of Fruit","publisher":"Fruit Press","isbns":["9780000000002"]},"dates":[{"kind":"published","date":"2012"}],"pages":"3-9"}"#;
    place.write_text("a.jsonl", chapter);
    place.ingest();
    for (form, file) in [("ris", "b.ris"), ("bibtex", "b.bib"), ("csl-json", "b.json")] {
        let printed = run(&place.index(), &["search", "kiwis", "--format", form]).stdout;
        let again = Place::new();
        again.write_text(file, &printed);
        again.ingest();
        let shown = run(&again.index(), &["search", "kiwis", "--format", "ids"]).stdout;
        let shown = run(&again.index(), &["show", shown.trim(), "--format", "json"]).stdout;
        let article: Value = serde_json::from_str(&shown).unwrap();
        let kind = article["publication_types"][0]["name"].as_str().unwrap().to_lowercase();
        assert!(kind.contains("chapter"), "{printed}");
        assert_eq!(article["editors"][0]["family"], "Roe", "{printed}");
        assert_eq!(article["journal"]["title"], "Handbook of Fruit", "{printed}");
        assert_eq!(article["journal"]["publisher"], "Fruit Press", "{printed}");
        assert_eq!(article["journal"]["isbns"][0], "9780000000002", "{printed}");
    }
}

#[test]
fn bibtex_keys_differ_and_braces_close() {
    let entries = printed("sepsis", "bibtex");
    let keys: BTreeSet<&str> = entries.lines().filter(|line| line.starts_with('@')).collect();
    assert_eq!(keys.len(), 3, "{keys:?}");
    // Two of the articles make the same key.
    assert!(
        keys.contains("@article{muller2019sepsis,") && keys.contains("@article{muller2019sepsisb,"),
        "{keys:?}"
    );
    assert_eq!(entries.matches('{').count(), entries.matches('}').count());
}

#[test]
fn html_needs_nothing_else_and_holds_no_markup_of_the_corpus() {
    let page = printed("sepsis OR script", "html");
    let timeless = page.split("class=\"took\">").nth(1).map(|rest| page.len() - rest.len());
    let start = timeless.unwrap();
    let end = start + page[start..].find('<').unwrap();
    insta::assert_snapshot!("html", format!("{}(time){}", &page[..start], &page[end..]));
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains('\u{1b}'));
}

#[test]
fn topics_make_a_run() {
    let directory = directory("topics");
    let file = directory.join("topics.jsonl");
    let topics = "{\"_id\":\"q 1\",\"text\":\"sepsis elderly\"}\n\n{\"_id\":\"2\",\"text\":\"(vasopressin AND [preprint\"}\n\
                  {\"_id\":\"3\",\"text\":\"?!\"}\n{\"_id\":\"4\",\"text\":\"plain sentence title\",\"metadata\":{}}\n";
    std::fs::write(&file, topics).unwrap();
    let file = file.to_str().unwrap();
    let found = run(made(), &["search", "--topics", file]);
    assert_eq!(found.code, 0);
    let rows: Vec<Vec<&str>> = found.stdout.lines().map(|line| line.split(' ').collect()).collect();
    // Which of a topic's articles is best is the ranking's affair; its first is plain in each of these.
    let firsts: Vec<String> =
        rows.iter().filter(|row| row[3] == "1").map(|row| format!("{} {}", row[0], row[2])).collect();
    assert_eq!(firsts, ["q_1 103", "2 doi:10.1000/pre_print(1)", "4 rec_1"], "{}", found.stdout);
    let of = |qid| rows.iter().filter(|row| row[0] == qid).map(|row| row[2]).collect::<BTreeSet<_>>();
    assert_eq!(
        [of("q_1"), of("2")],
        [BTreeSet::from(["101", "103", "104"]), BTreeSet::from(["101", "doi:10.1000/pre_print(1)"])]
    );
    assert!(rows.iter().all(|row| row.len() == 6 && row[1] == "Q0" && row[5] == "litdex"));
    let scores: Vec<f32> = rows.iter().take(3).map(|row| row[4].parse().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a > b));
    insta::assert_snapshot!("topics_said", found.stderr);

    let lines = run(made(), &["search", "--topics", file, "--format", "jsonl", "--match", "all", "--quiet"]);
    let hits: Vec<Value> = lines.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.stderr.as_str(), hits.len()), ("", 3));
    assert_eq!((&hits[0]["qid"], &hits[0]["id"]), (&"q 1".into(), &"pmid:103".into()));
    let limited = run(made(), &["search", "--topics", file, "--limit", "1", "-q"]);
    assert_eq!(limited.stdout.lines().count(), 3);
}

#[test]
fn status_of_an_index() {
    let mut text = String::new();
    for line in run(made(), &["status"]).stdout.lines() {
        let varies = ["built", "changed", "on disk", "text"].iter().find(|name| line.starts_with(**name));
        text += &varies.map_or(line.to_owned(), |name| format!("{name} …"));
        text += "\n";
    }
    insta::assert_snapshot!("status", text);
    let json = run(made(), &["status", "--format", "json"]).stdout;
    let status: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&status["version"], &status["articles"], &status["problems"]["total"]),
        (&1.into(), &6.into(), &0.into())
    );
    assert_eq!(status["sources"][0]["path"], "articles.jsonl");
    let none = run(made(), &["status", "--problems"]);
    assert_eq!((none.code, none.stdout.as_str()), (0, ""));
}

#[test]
fn verify_says_what_was_checked() {
    let sound = run(made(), &["verify"]);
    assert_eq!(sound.code, 0);
    assert!(
        sound.stdout.starts_with("generation 1: 6 articles read back, checksums of "),
        "{}",
        sound.stdout
    );
    assert!(sound.stdout.ends_with("no faults\n"));
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_litdex"));
    command.args(["search", "sepsis", "--index"]).arg(made()).stdout(full);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("litdex: cannot write the output: "));
}
