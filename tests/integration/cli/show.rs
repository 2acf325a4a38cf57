//! `show`: one article whole, by every id it goes by.

use crate::util::{directory, finish, litdex, made, run, seed};

#[test]
fn articles_are_shown_whole() {
    insta::assert_snapshot!("show_made", run(made(), &["show", "101"]).stdout);
    let id = run(seed(), &["search", "ecmo", "--format", "ids"]).stdout;
    insta::assert_snapshot!("show_seed", run(seed(), &["show", id.trim()]).stdout);
}

#[test]
fn every_id_will_do() {
    let whole = run(made(), &["show", "pmid:101"]);
    assert_eq!(whole.code, 0);
    for id in ["101", "PMID: 101", "PMC501", "pmc501", "10.1000/SEPSIS.1", "https://doi.org/10.1000/sepsis.1"]
    {
        let found = run(made(), &["show", id]);
        assert_eq!((found.code, &found.stdout), (0, &whole.stdout), "{id}: {}", found.stderr);
    }
}

#[test]
fn an_unknown_id_is_exit_code_1_and_no_id_is_2() {
    for id in ["999", "PMC999", "doi:10.1000/none", "key:0123456789abcdef"] {
        let none = run(made(), &["show", id, "--quiet"]);
        assert_eq!((none.code, none.stdout.as_str()), (1, ""));
        assert!(none.stderr.starts_with(&format!("litdex: no article {id} in ")), "{}", none.stderr);
    }
    let wrong = run(made(), &["show", "sep\u{1b}[2Jsis"]);
    assert_eq!((wrong.code, wrong.stderr.contains('\u{1b}')), (2, false));
    insta::assert_snapshot!("show_no_id", run(made(), &["show", "sepsis"]).stderr);
}

#[test]
fn json_is_read_again_as_the_same_article() {
    let line = run(made(), &["show", "101", "--format", "json"]).stdout;
    let place = directory("again");
    std::fs::create_dir(place.join("corpus")).unwrap();
    std::fs::write(place.join("corpus/one.jsonl"), &line).unwrap();
    let again = finish(litdex().current_dir(&place).args(["search", "vasopressin", "--count", "-q"]));
    assert_eq!((again.code, again.stdout.as_str(), again.stderr.as_str()), (0, "1\n", ""));
    let shown = finish(litdex().current_dir(&place).args(["show", "101", "--format", "json"]));
    assert_eq!(shown.stdout, line);
}

#[test]
fn citations_of_one_article_are_those_of_a_search() {
    for format in ["ris", "bibtex", "csl-json"] {
        let one = run(made(), &["show", "103", "--format", format]).stdout;
        assert_eq!(one, run(made(), &["search", "103[pmid]", "--format", format]).stdout);
    }
}
