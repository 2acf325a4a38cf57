//! `strategy check`: what is printed and told of a strategy, and the exit codes.

use std::fs;

use litdex::query::Check;
use serde_json::Value;

use crate::util::{directory, finish, litdex, made, run};

/// A file of this text.
fn file(name: &str, text: &str) -> String {
    let path = directory(name).join("strategy.txt");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_is_found_decides_the_exit_code() {
    for (text, code) in [
        ("sepsis[ti] OR vasopressin[ti]", 0),
        ("#1 sepsis[ti]\n#2 vasopressin[ti]\n#3 elderly[ti]\n#4 #1 OR #2", 1),
        ("sepsis[ti] AND vasopressin[zz]", 2),
    ] {
        let said = run(made(), &["strategy", "check", &file("check-codes", text)]);
        assert_eq!(said.code, code, "{}{}", said.stdout, said.stderr);
    }
}

#[test]
fn a_strategy_is_checked_and_measured() {
    let text = "sepsis[ti] OR seps*[ti] OR shock[tiab] OR zebra\nvasopresin[tiab]\n#1 AND #2\nelderly[ti]\n#3 NOT #4";
    let strategy = file("check-text", text);
    let known = directory("check-known").join("known.txt");
    fs::write(&known, "# included\n101\npmid:104\n424242\n").unwrap();
    let known = known.to_str().unwrap();
    let said = run(made(), &["strategy", "check", &strategy, "--known", known, "--terms"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn the_form_for_programs_has_what_is_promised() {
    let strategy = file("check-json", "sepsis[ti] OR sepsis[ti]\n#1 AND (");
    let json = |args: &[&str]| -> Value {
        let said = run(made(), &[&["strategy", "check", &strategy, "--format", "json"], args].concat());
        assert_eq!(said.code, 2, "{}", said.stderr);
        serde_json::from_str(&said.stdout).unwrap()
    };
    let measured = json(&[]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&measured), ["diagnostics", "known", "lines", "syntax", "vocabulary"]);
    assert_eq!(keys(&measured["lines"][0]), ["canonical", "count", "label", "terms", "text"]);
    let all = measured["diagnostics"].as_array().unwrap();
    let found = all.iter().find(|found| found["code"] == "duplicate-term").unwrap();
    assert_eq!(keys(found), ["code", "column", "length", "level", "line", "message", "suggestion"]);
    assert_eq!(
        (&found["code"], &found["level"], &found["line"], &found["column"], &found["length"]),
        (&"duplicate-term".into(), &"warning".into(), &"#1".into(), &15.into(), &10.into())
    );
    assert_eq!(measured["lines"][0]["count"], 3);
    assert_eq!(
        (&measured["lines"][1]["count"], &measured["lines"][1]["canonical"]),
        (&Value::Null, &Value::Null)
    );
    let unmeasured = json(&["--no-index"]);
    assert_eq!(unmeasured["lines"][0]["count"], Value::Null);
    assert_eq!(unmeasured["lines"][0]["canonical"], measured["lines"][0]["canonical"]);
}

/// Without an index the text is checked all the same, and that is told.
#[test]
fn no_index_is_needed() {
    let place = directory("check-nowhere");
    fs::write(place.join("strategy.txt"), "sepsis[ti] OR rat*[ti]").unwrap();
    let said = finish(litdex().current_dir(&place).args(["strategy", "check", "strategy.txt"]));
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("the text alone was checked"), "{}", said.stderr);
    assert!(said.stdout.contains("[short-truncation]"), "{}", said.stdout);
    let piped = finish(litdex().args(["strategy", "check", "-", "--no-index"]).write_stdin("sepsis[tw]"));
    assert_eq!((piped.code, piped.stderr.as_str()), (0, ""));
    assert!(piped.stdout.ends_with("\nnothing to remark\n"), "{}", piped.stdout);
}

#[test]
fn lists_of_known_articles_are_checked() {
    let strategy = file("check-lists", "sepsis[ti]");
    let list = directory("check-list").join("known.txt");
    for (text, expected) in [("101\nnot an id\n", "line 2: "), ("# none\n\n", "names no article")] {
        fs::write(&list, text).unwrap();
        let said = run(made(), &["strategy", "check", &strategy, "--known", list.to_str().unwrap()]);
        assert!(said.code == 2 && said.stderr.contains(expected), "{}", said.stderr);
    }
    let said = run(made(), &["strategy", "check", &strategy, "--known", "nowhere.txt"]);
    assert!(said.code == 2 && said.stderr.contains("cannot read nowhere.txt"), "{}", said.stderr);
}

#[test]
fn the_help_names_every_code() {
    let help = finish(litdex().args(["strategy", "check", "--help"])).stdout;
    for check in Check::every() {
        assert!(help.contains(&format!("  {} ", check.code)), "{}", check.code);
    }
}

/// What a line holds commands no terminal.
#[test]
fn hostile_lines_are_shown_tame() {
    let strategy = file("check-hostile", "se\u{1b}[31mpsis[zz] OR \u{202e}rat*[ti]\u{7}\n(\u{1b}]0;x\n");
    let said = run(made(), &["strategy", "check", &strategy]);
    assert_eq!(said.code, 2);
    let is_tame = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}');
    assert!(is_tame(&said.stdout) && is_tame(&said.stderr), "{said:?}");
}
