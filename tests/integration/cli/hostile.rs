//! Text of a corpus is data: none of it reaches a terminal as a command or a page as markup.

use crate::util::{directory, finish, litdex, made, run};

/// Characters that move a cursor, begin a command or turn the direction of writing; those of the colours
/// are taken out first.
fn commands(text: &str) -> Vec<char> {
    let plain = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;33m", "\u{1b}[1;31m"];
    let text = plain.iter().fold(text.to_owned(), |text, code| text.replace(code, ""));
    let bad = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(bad).collect()
}

#[test]
fn no_form_hands_a_command_to_a_terminal() {
    for format in ["text", "json", "jsonl", "ids", "csv", "ris", "bibtex", "csl-json", "html", "trec"] {
        for color in ["always", "never"] {
            let found = run(made(), &["search", "hostility", "--format", format, "--color", color]);
            assert_eq!(found.code, 0, "{format}");
            let text = if format == "ris" { found.stdout.replace("\r\n", "\n") } else { found.stdout };
            assert_eq!(commands(&text), [], "{format}");
        }
    }
    for format in ["text", "json", "ris", "bibtex", "csl-json"] {
        let found = run(made(), &["show", "105", "--format", format, "--color", "always"]);
        assert_eq!(commands(&found.stdout.replace("\r\n", "\n")), [], "{format}");
    }
    insta::assert_snapshot!("hostile", run(made(), &["show", "105"]).stdout);
}

#[test]
fn what_is_hostile_in_ris_makes_no_record() {
    let ris = run(made(), &["show", "105", "--format", "ris"]).stdout;
    assert_eq!(ris.lines().filter(|line| line.starts_with("TY  - ")).count(), 1);
}

#[test]
fn json_still_holds_every_character() {
    let line = run(made(), &["show", "105", "--format", "json"]).stdout;
    let article: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(article["title"], "Evil\u{1b}[31m \u{202e}title\u{7} <script>alert(1)</script>");
}

#[test]
fn problems_and_errors_are_tame() {
    let place = directory("hostile");
    std::fs::create_dir(place.join("corpus")).unwrap();
    std::fs::write(
        place.join("corpus/a\u{1b}[2Jb.jsonl"),
        "{\"title\":\"ok then\"}\n{\"title\":\"\u{1b}[2J}\n",
    )
    .unwrap();
    let built = finish(litdex().current_dir(&place).arg("rebuild"));
    assert_eq!((built.code, commands(&built.stderr)), (0, vec![]), "{}", built.stderr);
    assert!(built.stderr.contains("line 2"), "{}", built.stderr);
    let status = finish(litdex().current_dir(&place).arg("status"));
    assert_eq!(commands(&status.stdout), []);
    let problems = finish(litdex().current_dir(&place).args(["status", "--problems"]));
    assert_eq!((commands(&problems.stdout), problems.stdout.lines().count()), (vec![], 1));
    let query = finish(litdex().current_dir(&place).args(["search", "a\u{1b}[2J ("]));
    assert_eq!((query.code, commands(&query.stderr)), (2, vec![]));
}
