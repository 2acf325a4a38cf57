//! `search`: text for people, flags, notes, exit codes.

use std::fs;

use crate::util::{ARTICLES, Run, directory, finish, litdex, made, run, seed};

/// Text with its times taken out: they differ from run to run.
fn timeless(text: &str) -> String {
    let line = |line: &str| match line.rsplit_once(" (") {
        Some((before, time)) if time.trim_end_matches("\u{1b}[0m").ends_with("s)") => {
            format!("{before} (time)")
        }
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn ids(run: &Run) -> Vec<&str> {
    run.stdout.lines().collect()
}

#[test]
fn the_seed_article_is_found_and_shown() {
    let found = run(seed(), &["search", "refractory", "hypoxemia"]);
    assert_eq!((found.code, found.stderr.as_str()), (0, ""));
    insta::assert_snapshot!("seed", timeless(&found.stdout));
}

#[test]
fn colour_marks_what_matches() {
    let found = run(made(), &["search", "vasopressin", "sepsis", "--color", "always", "--snippets", "1"]);
    insta::assert_snapshot!("colour", timeless(&found.stdout).replace('\u{1b}', "ESC"));
    let piped = run(made(), &["search", "vasopressin"]);
    assert!(!piped.stdout.contains('\u{1b}'), "no terminal, no colour");
}

#[test]
fn articles_with_some_words_follow_those_with_all() {
    let found = run(made(), &["search", "sepsis in the elderly adults", "--snippets", "0"]);
    insta::assert_snapshot!("partial", timeless(&found.stdout));
    let all = run(made(), &["search", "sepsis elderly", "--match", "all", "--format", "ids"]);
    assert_eq!(ids(&all), ["pmid:103"]);
    let any = run(made(), &["search", "elderly vasopressin", "--match", "any", "--count"]);
    assert_eq!(any.stdout, "3\n");
}

#[test]
fn every_line_fits_the_width() {
    for columns in [40, 80, 120] {
        let mut command = litdex();
        command
            .env("COLUMNS", columns.to_string())
            .args(["search", "hypoxemia oxygenation", "--index"])
            .arg(seed());
        let longest = finish(&mut command).stdout.lines().map(|line| line.chars().count()).max();
        assert!(
            longest.is_some_and(|longest| longest <= columns && longest + 25 > columns),
            "{columns}: {longest:?}"
        );
    }
}

#[test]
fn notes_go_with_a_count_too() {
    let counted = run(made(), &["search", "sepsis or vasopressin", "--count"]);
    assert_eq!(counted.code, 0);
    assert_eq!(counted.stderr, "litdex: note: `or` is a word here; write OR to mean the operator\n");
    assert_eq!(run(made(), &["search", "sepsis or vasopressin", "--count", "-q"]).stderr, "");
}

#[test]
fn quiet_leaves_the_hits() {
    let quiet = run(made(), &["search", "sepsis or vasopressin", "-q", "--snippets", "0"]);
    assert!(quiet.stdout.starts_with(" 1. "), "{}", quiet.stdout);
    assert!(!quiet.stdout.contains("note: ") && quiet.stderr.is_empty());
    let none = run(made(), &["search", "florbix", "-q"]);
    assert_eq!((none.code, none.stdout.as_str(), none.stderr.as_str()), (1, "", ""));
}

#[test]
fn an_offset_beyond_the_last_hit_is_said() {
    let beyond = run(made(), &["search", "sepsis[tiab]", "--offset", "50"]);
    assert_eq!(
        timeless(&beyond.stdout),
        "3 articles; --offset 50 skips all of them: the last hit is number 3 (time)"
    );
    let ids = run(made(), &["search", "sepsis[tiab]", "--offset", "50", "--format", "IDS"]);
    assert_eq!(
        (ids.stdout.as_str(), ids.stderr.as_str()),
        ("", "litdex: --offset 50 skips all of them: the last hit is number 3\n")
    );
}

#[test]
fn nothing_found_is_exit_code_1() {
    let none = run(seed(), &["search", "florbix"]);
    assert_eq!(
        (none.code, timeless(&none.stdout).as_str()),
        (1, "nothing found (time)\nno article has: florbix")
    );
    for format in ["ids", "jsonl", "ris", "bibtex", "trec"] {
        let none = run(seed(), &["search", "florbix", "--format", format]);
        assert_eq!((none.code, none.stdout.as_str()), (1, ""), "{format}");
        assert_eq!(none.stderr, "litdex: no article has: florbix\n", "{format}");
    }
    assert_eq!(run(seed(), &["search", "florbix", "--format", "csl-json"]).stdout, "[]\n");
    assert_eq!(run(seed(), &["search", "florbix", "--count"]).stdout, "0\n");
    assert_eq!(run(seed(), &["search", "florbix", "--count"]).code, 1);
    assert_eq!(run(seed(), &["search", "florbix", "--format", "ids", "--quiet"]).stderr, "");
}

#[test]
fn filters_sorting_and_pages() {
    let found = |args: &[&str]| {
        let all = [&["search", "sepsis", "--format", "ids"], args].concat();
        run(made(), &all).stdout.replace("pmid:", "").replace('\n', " ")
    };
    assert_eq!(found(&["--type", "review"]), "103 ");
    assert_eq!(found(&["--lang", "ger", "--lang", "fre"]), "103 ");
    assert_eq!(found(&["--lang", "german"]), "103 ");
    assert_eq!(found(&["--journal", "J Crit Tests"]), "101 ");
    assert_eq!(found(&["--journal", "1234-5678", "--journal", "Annals of Age"]).split(' ').count(), 4);
    assert_eq!(found(&["--year", "2020:"]), "");
    assert_eq!(found(&["--year", "2019", "--sort", "title"]), "103 104 101 ");
    assert_eq!(found(&["--sort", "title", "--offset", "1", "--limit", "1"]), "104 ");
    assert_eq!(found(&["--sort", "title", "--limit", "all"]), "103 104 101 ");
    assert_eq!(found(&["--limit", "0"]), "");
    assert_eq!(found(&["--offset", "5"]), "");
    assert_eq!(run(made(), &["search", "sepsis", "--offset", "5", "-n", "3"]).code, 0);
}

#[test]
fn notes_say_how_the_query_was_read() {
    let text = run(made(), &["search", "sepsis or vasopressin[ti]"]);
    assert!(text.stdout.contains("\nnote: ") && text.stdout.contains("\nread as: "), "{}", text.stdout);
    let ids = run(made(), &["search", "sepsis or vasopressin[ti]", "--format", "ids"]);
    assert!(ids.stderr.starts_with("litdex: note: "), "{}", ids.stderr);
}

#[test]
fn global_flags_and_environment() {
    let index = made().to_str().unwrap();
    let count = ["search", "sepsis", "--count"];
    let before = finish(litdex().args(["--index", index]).args(count));
    let after = finish(litdex().args(count).args(["--index", index]));
    let environment = finish(litdex().env("LITDEX_INDEX", index).args(count));
    let flag_wins = finish(litdex().env("LITDEX_INDEX", "nowhere").args(count).args(["--index", index]));
    for run in [before, after, environment, flag_wins] {
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "3\n", ""));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    // More than a pipe holds, so that the program is still writing when its reader is gone.
    let topics = crate::util::directory("pipe").join("topics.jsonl");
    std::fs::write(&topics, "{\"_id\":\"1\",\"text\":\"sepsis\"}\n".repeat(3000)).unwrap();
    let topics = ["--topics", topics.to_str().unwrap()];
    let formats = ["text", "json", "jsonl", "csv", "ids", "ris", "bibtex", "csl-json", "html", "trec"];
    let lists = formats.map(|format| vec!["--format", format, "--limit", "all", "1900:2900[dp]"]);
    for arguments in [&topics[..]].into_iter().chain(lists.iter().map(Vec::as_slice)) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_litdex"));
        command.arg("search").args(arguments).arg("--index").arg(made());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn several_indexes_are_searched_as_one() {
    let place = directory("several");
    let more = "{\"title\":\"Sepsis once more\",\"ids\":{\"pmid\":77}}\n";
    for (name, content) in [("all", ARTICLES), ("more", more), ("again", ARTICLES)] {
        fs::create_dir(place.join(name)).unwrap();
        fs::write(place.join(name).join("a.jsonl"), content).unwrap();
        let index = format!("{name}.index");
        let built =
            finish(litdex().current_dir(&place).args(["rebuild", "--corpus", name, "--index", &index]));
        assert_eq!(built.code, 0, "{}", built.stderr);
    }
    let all = ["--index", "all.index", "--index", "more.index", "--index", "again.index"];
    let run = |args: &[&str]| finish(litdex().current_dir(&place).args(args).args(all));
    assert_eq!(run(&["search", "sepsis", "--count"]).stdout, "4\n");
    assert_eq!(run(&["search", "77[pmid]", "--format", "ids"]).stdout, "pmid:77\n");
    let said = [&["show", "9"][..], &["status"], &["verify"], &["rebuild"], &["ingest"], &["rollback"]].map(
        |args| {
            let refused = run(args);
            assert!(refused.code > 0 && refused.stdout.is_empty());
            refused.stderr
        },
    );
    insta::assert_snapshot!(said.concat(), @r"
    litdex: no article 9 in all.index, more.index, again.index
    litdex: this is done with one index at a time, and there are several: all.index, more.index, again.index; open each by itself
    litdex: this is done with one index at a time, and there are several: all.index, more.index, again.index; open each by itself
    litdex: nothing was done: one index is written at a time; leave out more.index, again.index
    litdex: nothing was done: one index is written at a time; leave out more.index, again.index
    litdex: nothing was done: one index is written at a time; leave out more.index, again.index
    ");
}

#[test]
fn a_strategy_says_what_each_line_finds() {
    let file = directory("strategy").join("strategy.txt");
    fs::write(&file, "#1 sepsis[ti]\n#2 vasopressin[ti]\n#3 #1 AND #2\n#4 \"open\n#5 #4 OR #1\n").unwrap();
    let file = file.to_string_lossy();
    let said = run(made(), &["strategy", "run", &file]);
    insta::assert_snapshot!(format!("{}{}", said.stdout, said.stderr), @r##"
    #1      3  sepsis[ti]
    #2      2  vasopressin[ti]
    #3      1  #1 AND #2
    #4  error  "open
    #5  error  #4 OR #1
    litdex: read as pubmed: `[ti]` is a tag of PubMed's
    litdex: #4: the quote that opens here is not closed
      "open
      ^
      help: close it with `"`, or leave it out
    litdex: #5: line #4 could not be read
      #4 OR #1
      ^^
      help: mend that line first
    "##);
    assert_eq!(said.code, 2);
    let whole = run(made(), &["search", "--file", &file, "--format", "ids"]);
    assert!(whole.code == 2 && whole.stderr.contains("line #4 of ") && whole.stdout.is_empty());
    fs::write(&*file, "sepsis[ti]\nvasopressin[ti]\n#1 AND #2\n").unwrap();
    let json = run(made(), &["strategy", "run", &file, "--format", "json"]).stdout;
    assert!(json.contains("\"canonical\": \"sepsis[ti] AND vasopressin[ti]\""), "{json}");
    let found = run(made(), &["search", "--file", &file, "--format", "ids"]);
    assert_eq!((found.code, ids(&found)), (0, vec!["pmid:101"]));
    // All that is wrong with a line is told, and of which kind it is.
    fs::write(&*file, "sepsis[zz] OR shock[yy]\nsepsis[ti] NOT medline[sb]\n").unwrap();
    let said = run(made(), &["strategy", "run", &file, "--format", "json"]);
    assert_eq!(said.stdout.matches("\"code\": \"unknown-tag\"").count(), 2, "{}", said.stdout);
    assert!(
        said.stderr.contains("called [yy]") && said.stderr.contains("#2: note: medline[sb] matches nothing")
    );
    let said = run(made(), &["search", "sepsis[zz] OR shock[yy]"]);
    assert!(said.code == 2 && said.stderr.contains("called [zz]") && said.stderr.contains("called [yy]"));
}
