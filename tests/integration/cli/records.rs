//! Records of strategies: written, run again after the corpus changed, compared; and strategies exported whole.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::util::{Run, directory, finish, litdex};

const STRATEGY: &str = "sepsis[ti]\nneonat*[ti] OR retracted publication[pt]\n#1 NOT #2\n";

/// An article on a line, as an export of PubMed has it.
fn article(pmid: u32, title: &str, more: &str) -> String {
    format!(
        "{{\"ids\":{{\"pmid\":{pmid}}},\"title\":\"{title}\",\"authors\":[{{\"family\":\"Smith\",\"initials\":\"J\"}}],\
         \"journal\":{{\"title\":\"Shock\"}},\"dates\":[{{\"kind\":\"published\",\"date\":\"2020\"}}]{more}}}\n"
    )
}

/// The same as a record without an identifier, from elsewhere.
fn bare(title: &str) -> String {
    article(1, title, "").replace("{\"pmid\":1}", "{}")
}

const LONG: &str = "Sepsis among the very old of several countries in winter";

/// A place with a corpus, an index and a strategy.
fn place(name: &str) -> PathBuf {
    let place = directory(name);
    fs::create_dir(place.join("corpus")).unwrap();
    let titles = (1..=6).map(|pmid| article(pmid, &format!("Sepsis number{pmid}"), "")).collect::<String>();
    fs::write(place.join("corpus/a.jsonl"), titles).unwrap();
    fs::write(place.join("corpus/b.jsonl"), bare(LONG)).unwrap();
    fs::write(place.join("s.txt"), STRATEGY).unwrap();
    let built = at(&place, &["rebuild"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    place
}

fn at(place: &Path, args: &[&str]) -> Run {
    finish(litdex().current_dir(place).args(args))
}

/// Adds, changes, removes, merges and retracts.
fn change(place: &Path) {
    let title = |pmid: u32| format!("Sepsis number{pmid}");
    let text = ",\"abstract_sections\":[{\"label\":\"\",\"text\":\"A text that came later.\"}]";
    let retracted = ",\"publication_types\":[{\"name\":\"Retracted Publication\"}]";
    let mut articles = article(1, &title(1), "") + &article(2, &title(2), text);
    articles += &article(3, "Neonatal sepsis", "");
    articles += &article(5, &title(5), "");
    articles += &article(6, &title(6), retracted);
    fs::write(place.join("corpus/a.jsonl"), articles).unwrap();
    let notice = ",\"corrections\":[{\"kind\":\"retraction-of\",\"pmid\":5}]";
    let more = article(7, &title(7), "") + &article(8, LONG, "") + &article(9, "A notice", notice);
    fs::write(place.join("corpus/c.jsonl"), more).unwrap();
}

#[test]
fn what_was_searched_is_recorded_and_identical_when_run_again() {
    let place = place("records-same");
    let run = at(&place, &["strategy", "run", "s.txt", "--report", "r.json"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 3), "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(place.join("r.json")).unwrap()).unwrap();
    assert_eq!((&report["litdex_report"], &report["syntax"]), (&1.into(), &"pubmed".into()));
    assert_eq!((&report["strategy"], &report["name"]), (&STRATEGY.into(), &"s.txt".into()));
    assert_eq!((&report["index"]["articles"], &report["index"]["duplicates"]), (&7.into(), &0.into()));
    assert_eq!(report["lines"][2]["canonical"], "sepsis[ti] NOT (neonat*[ti] OR retracted publication[pt])");
    assert_eq!((&report["found"]["count"], &report["found"]["by_source"]["a.jsonl"]), (&7.into(), &6.into()));
    let same = at(&place, &["strategy", "rerun", "r.json"]);
    assert_eq!(same.code, 0, "{}", same.stdout);
    assert!(same.stdout.ends_with("the index is as it was\nidentical\n"), "{}", same.stdout);
    // Built anew of the same corpus it is the same, and the form for people has every line.
    assert_eq!(at(&place, &["rebuild"]).code, 0);
    let anew = at(&place, &["strategy", "rerun", "r.json", "--report", "r.md"]);
    assert!(
        anew.code == 0 && anew.stdout.contains("built anew since, of the same corpus"),
        "{}",
        anew.stdout
    );
    let markdown = fs::read_to_string(place.join("r.md")).unwrap();
    assert!(markdown.contains("| #3 | `#1 NOT #2` | 7 |"), "{markdown}");
    assert!(markdown.contains("asks for no date, language"), "{markdown}");
}

#[test]
fn every_article_that_makes_a_difference_is_named_with_its_cause() {
    let place = place("records-changed");
    assert_eq!(at(&place, &["strategy", "run", "s.txt", "--report", "r.json"]).code, 0);
    change(&place);
    assert_eq!(at(&place, &["ingest"]).code, 0);
    let run = at(&place, &["strategy", "rerun", "r.json"]);
    assert_eq!(run.code, 1);
    let lines: Vec<&str> = run.stdout.lines().skip(1).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    #1  7  7  sepsis[ti]
    #2  0  3  neonat*[ti] OR retracted publication[pt]
    #3  7  4  #1 NOT #2
    the index since, 1 commit: 2 articles added, 5 changed, 1 removed
    - key:843cc99c473b45c6  merged into pmid:8
    = pmid:2  changed
    - pmid:3  changed
    - pmid:4  removed
    - pmid:5  retracted
    - pmid:6  retracted
    + pmid:7  added
    + pmid:8  changed
    different
    ");
    let json = at(&place, &["strategy", "rerun", "r.json", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["is_identical"], &json["articles"].as_array().map(Vec::len)),
        (&false.into(), &Some(8))
    );
    // Of a build from the beginning only the sources tell, and what they cannot tell is said.
    assert_eq!(at(&place, &["rebuild"]).code, 0);
    let anew = at(&place, &["strategy", "rerun", "r.json"]);
    let lines: Vec<&str> = anew.stdout.lines().skip(4).collect();
    insta::assert_snapshot!("built_anew", lines.join("\n"));
}

#[test]
fn what_its_source_withdrew_is_told() {
    let place = directory("records-withdrawn");
    let record = |pmid: u32| {
        format!(
            "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article><Journal><Title>J</Title>\
             </Journal><ArticleTitle>Sepsis {pmid}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
        )
    };
    let file = |name: &str, body: &str| {
        let text = format!("<?xml version=\"1.0\"?>\n<PubmedArticleSet>{body}</PubmedArticleSet>\n");
        fs::write(place.join("corpus").join(name), text).unwrap();
    };
    fs::create_dir(place.join("corpus")).unwrap();
    file("pubmed26n0001.xml", &(record(1) + &record(2)));
    fs::write(place.join("s.txt"), "sepsis[ti]").unwrap();
    assert_eq!(at(&place, &["strategy", "run", "s.txt", "--report", "r.json"]).code, 0);
    file("pubmed26n0002.xml", "<DeleteCitation><PMID Version=\"1\">2</PMID></DeleteCitation>");
    assert_eq!(at(&place, &["ingest"]).code, 0);
    let run = at(&place, &["strategy", "rerun", "r.json", "--report", "now.json"]);
    assert!(
        run.code == 1 && run.stdout.contains("\n- pmid:2  withdrawn by pubmed26n0002.xml\n"),
        "{}",
        run.stdout
    );
    let now: serde_json::Value = serde_json::from_slice(&fs::read(place.join("now.json")).unwrap()).unwrap();
    let index = &now["index"];
    assert_eq!(
        (&index["duplicates"], &index["withdrawn"], &index["articles"]),
        (&0.into(), &1.into(), &1.into())
    );
}

#[test]
fn two_strategies_and_two_reports_are_compared() {
    let place = place("records-diff");
    fs::write(place.join("t.txt"), "sepsis[ti]\nnumber1[ti] OR number9[ti]\n#1 NOT #2\nnumber2[ti] AND #1")
        .unwrap();
    let diff = at(&place, &["strategy", "diff", "s.txt", "t.txt"]);
    assert_eq!(diff.code, 1);
    insta::assert_snapshot!(diff.stdout, @r"
      #1         7  sepsis[ti]
    - #2         0  neonat*[ti] OR retracted publication[pt]
    + #2         1  number1[ti] OR number9[ti]
      #3    7 -> 6  #1 NOT #2
    + #4         1  number2[ti] AND #1
    only s.txt: 6 articles
      key:843cc99c473b45c6
      pmid:1
      pmid:3
      pmid:4
      pmid:5
      pmid:6
    only t.txt: 0 articles
    both: 1 article
    ");
    for (strategy, report) in [("s.txt", "s.json"), ("t.txt", "t.json")] {
        assert_eq!(at(&place, &["strategy", "run", strategy, "--report", report]).code, 0);
    }
    // Reports need no index, and one may stand beside a strategy.
    let reports =
        at(&place, &["strategy", "diff", "s.json", "t.json", "--index", "none", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&reports.stdout).unwrap();
    assert_eq!(
        (json["only_a"].as_array().map(Vec::len), &json["both"]),
        (Some(6), &serde_json::json!(["pmid:2"]))
    );
    let same = at(&place, &["strategy", "diff", "s.json", "s.txt"]);
    assert_eq!(same.code, 0, "{}", same.stdout);
}

#[test]
fn a_file_that_is_no_report_is_left_alone() {
    let place = place("records-files");
    let run = |report: &str| at(&place, &["strategy", "run", "s.txt", "--report", report]);
    for name in ["other.json", "other.md", "corpus"] {
        if name != "corpus" {
            fs::write(place.join(name), "{\"mine\": 1}").unwrap();
        }
        let said = run(name);
        assert!(said.code == 2 && said.stdout.is_empty(), "{name}: {}", said.stdout);
    }
    assert_eq!(fs::read_to_string(place.join("other.md")).unwrap(), "{\"mine\": 1}");
    assert!(run("other.json").stderr.contains("is not overwritten"));
    assert!(run("r.txt").stderr.contains("end in .json or .md") && run("none/r.json").code == 2);
    // An empty file and a report of the same form are replaced; nothing else is left beside them.
    fs::write(place.join("r.json"), "").unwrap();
    assert_eq!((run("r.json").code, run("r.json").code, run("r.md").code, run("r.md").code), (0, 0, 0, 0));
    fs::copy(place.join("r.json"), place.join("r2.md")).unwrap();
    assert_eq!(run("r2.md").code, 2);
    let names = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.filter(|name| name.to_string_lossy().ends_with(".new")).count() == 0);
    // A line that cannot be read stands in the record as it is.
    fs::write(place.join("s.txt"), "sepsis[ti]\n\"open\n").unwrap();
    assert_eq!(run("r.json").code, 2);
    let again = at(&place, &["strategy", "rerun", "r.json"]);
    assert!(again.code == 2 && again.stdout.contains("error"), "{}", again.stdout);
}

#[test]
fn hostile_reports_are_refused_or_harmless() {
    let place = place("records-hostile");
    assert_eq!(at(&place, &["strategy", "run", "s.txt", "--report", "r.json", "--quiet"]).code, 0);
    assert_eq!(at(&place, &["strategy", "run", "s.txt", "--report", "r.md", "--quiet"]).code, 0);
    let good = fs::read_to_string(place.join("r.json")).unwrap();
    let rerun = |text: &[u8]| {
        fs::write(place.join("bad.json"), text).unwrap();
        at(&place, &["strategy", "rerun", "bad.json"])
    };
    let deep = "[".repeat(1 << 20);
    let long = format!("{{\"litdex_report\":1,\"x\":\"{}\"}}", "x".repeat(65 << 20));
    for bad in ["", "{}", "\0", "{\"litdex_report\":2}", &deep, &long, &good[..good.len() / 2]] {
        let said = rerun(bad.as_bytes());
        assert!(said.code == 2 && said.stdout.is_empty(), "{}", said.stdout);
        assert!(said.stderr.lines().count() <= 2 && said.stderr.len() < 1_000, "{}", said.stderr);
    }
    assert_eq!(rerun(b"{\"litdex_report\":1,\"\xff\":1}").code, 2);
    let said = at(&place, &["strategy", "rerun", "r.md"]);
    assert!(said.code == 2 && said.stderr.contains("give the one that ends in .json"), "{}", said.stderr);
    // What commands a terminal is shown, and numbers that cannot be true change nothing.
    let odd = good
        .replace("\"s.txt\"", "\"\\u001b[31mname\\u202e\"")
        .replace("\"#1\"", "\"#1\\u0007\"")
        .replace("\"sequence\": 1", "\"sequence\": 18446744073709551615");
    let said = rerun(odd.as_bytes());
    assert!(said.stdout.contains('\u{241b}') && !said.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    let odd = good.replace("\"pmid:1\"", "\"pmid:4000000000\"").replace("\"hash\": \"", "\"hash\": \"0");
    let said = rerun(odd.as_bytes());
    assert!(said.code == 1 && said.stdout.contains("- pmid:4000000000  removed"), "{}", said.stdout);
    assert!(said.stdout.contains("+ pmid:1  why cannot be told"), "{}", said.stdout);
}

/// Three hundred articles, in files of a hundred.
fn many(place: &Path, numbers: std::ops::Range<u32>) {
    let mut text = String::new();
    for number in numbers.clone() {
        let _ = write!(text, "{}", article(1_000 + number, &format!("Sepsis and number{number}"), ""));
    }
    fs::write(place.join(format!("corpus/many{}.jsonl", numbers.start)), text).unwrap();
}

#[test]
fn a_sample_is_the_same_whatever_the_order_and_the_segments() {
    let place = place("records-sample");
    for start in [0, 100, 200] {
        many(&place, start..start + 100);
        assert_eq!(at(&place, &["ingest", "--threads", "1"]).code, 0);
    }
    let sample = |more: &[&str]| {
        let run = at(&place, &[&["search", "sepsis[ti]", "--format", "ids"], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let mut ids: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let drawn = sample(&["--sample", "20", "--seed", "7"]);
    assert_eq!(drawn.len(), 20);
    assert_eq!(sample(&["--sample", "20", "--seed", "7", "--sort", "title"]), drawn);
    assert_ne!(sample(&["--sample", "20"]), drawn);
    let larger = sample(&["--sample", "60", "--seed", "7"]);
    assert!(drawn.iter().all(|id| larger.contains(id)));
    assert_eq!(sample(&["--sample", "1000"]).len(), 307);
    assert_eq!(at(&place, &["rebuild", "--threads", "3"]).code, 0);
    assert_eq!(sample(&["--sample", "20", "--seed", "7"]), drawn);
    let text = at(&place, &["search", "sepsis[ti]", "--sample", "20", "--seed", "7"]).stdout;
    assert!(text.starts_with("307 articles, a sample of 20, drawn by seed 7 ("), "{text}");
    let json = at(&place, &["search", "sepsis[ti]", "--sample", "3", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["query"]["sample"], serde_json::json!({"size": 3, "seed": 0}));
    assert_eq!((json["hits"].as_array().map(Vec::len), &json["total"]["value"]), (Some(3), &307.into()));
    // Articles with some of the words are none that were found.
    assert_eq!(at(&place, &["search", "sepsis zebra", "--sample", "5", "--format", "ids"]).stdout, "");
    assert_eq!(at(&place, &["search", "sepsis", "--sample", "5", "--limit", "3"]).code, 2);
}

#[test]
fn a_strategy_is_exported_whole_in_every_form_and_order() {
    let place = place("records-export");
    many(&place, 0..100);
    assert_eq!(at(&place, &["ingest"]).code, 0);
    let export = |form: &str| {
        let run =
            at(&place, &["search", "--file", "s.txt", "--limit", "all", "--format", form, "--snippets", "0"]);
        assert_eq!(run.code, 0, "{form}: {}", run.stderr);
        run.stdout
    };
    let begins = |text: &str, what: &str| text.lines().filter(|line| line.starts_with(what)).count();
    assert_eq!(export("ids").lines().count(), 107);
    assert_eq!(export("jsonl").lines().count(), 107);
    assert_eq!(export("csv").lines().count(), 108);
    assert_eq!(export("trec").lines().count(), 107);
    assert_eq!(begins(&export("ris"), "TY  - "), 107);
    assert_eq!(begins(&export("nbib"), "TI  - "), 107);
    assert_eq!(begins(&export("bibtex"), "@"), 107);
    assert_eq!(export("html").matches("<article>").count(), 107);
    assert_eq!(begins(&export("text"), "107 articles"), 1);
    let of_json = |form: &str| serde_json::from_str::<serde_json::Value>(&export(form)).unwrap();
    assert_eq!(of_json("csl-json").as_array().map(Vec::len), Some(107));
    assert_eq!(of_json("json")["hits"].as_array().map(Vec::len), Some(107));
    // One order for all of them, and after a rebuild.
    let ids = export("ids");
    let of_hits: Vec<String> = of_json("json")["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["id"].as_str().unwrap().into())
        .collect();
    assert_eq!(of_hits, ids.lines().collect::<Vec<_>>());
    assert_eq!(at(&place, &["rebuild"]).code, 0);
    assert_eq!(export("ids"), ids);
}

#[test]
fn the_lines_stand_before_the_hits_and_beside_what_programs_read() {
    let place = place("records-lines");
    let args = ["search", "--file", "s.txt", "--lines"];
    let text = at(&place, &args).stdout;
    assert!(text.starts_with("#1  7  sepsis[ti]\n#2  0  neonat*[ti] OR retracted publication[pt]\n#3  7  #1 NOT #2\n\n7 articles ("), "{text}");
    let ids = at(&place, &[&args[..], &["--format", "ids"]].concat());
    assert_eq!(ids.stdout.lines().count(), 7);
    assert!(ids.stderr.contains("#3  7  #1 NOT #2\n"), "{}", ids.stderr);
    assert_eq!(at(&place, &["search", "sepsis", "--lines"]).code, 2);
}
