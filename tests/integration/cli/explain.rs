//! `explain` and `why`: the tree of a query with its counts, and what decides on one article.

use crate::util::{directory, made, run};

#[test]
fn a_query_is_explained_part_by_part() {
    let said = run(made(), &["explain", "(sepsis[ti] OR zebra[ti]) AND vasopressin[ti] NOT 1999[dp]"]);
    insta::assert_snapshot!(format!("{}{}", said.stdout, said.stderr));
    assert_eq!(said.code, 0);
    let plain = run(made(), &["explain", "the sepsis vasopressin"]).stdout;
    insta::assert_snapshot!("plain", plain);
    let ovid = run(made(), &["explain", "exp Sepsis/ or (septic adj2 shock).tw."]);
    assert!(
        ovid.stdout.starts_with("read as ovid: exp \"Sepsis\"/ or (septic adj2 shock).tw.\n"),
        "{}",
        ovid.stdout
    );
    assert!(
        ovid.stderr.contains("read as ovid: `Sepsis/` is a heading as Ovid writes it"),
        "{}",
        ovid.stderr
    );
    let json = run(made(), &["explain", "sepsis[ti] OR zebra[ti]", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["tree"]["operator"], &json["tree"]["parts"][1]["count"]), (&"OR".into(), &0.into()));
    let wrong = run(made(), &["explain", "sepsis[zz]"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("no field is called [zz]"), "{}", wrong.stderr);
}

#[test]
fn it_is_said_why_an_article_is_found_or_not() {
    let found = run(made(), &["why", "sepsis[ti] AND (vasopressin[ti] OR zebra[ti])", "101"]);
    insta::assert_snapshot!("found", found.stdout);
    assert_eq!(found.code, 0);
    let missed = run(made(), &["why", "sepsis[ti] AND zebra[ti] AND (lion[ti] OR vasopressin[ti])", "101"]);
    assert!(missed.code == 1 && missed.stdout.ends_with("\nnot found by zebra[ti]\n"), "{}", missed.stdout);
    let taken = run(made(), &["why", "sepsis[ti] NOT vasopressin[ti]", "pmid:101"]).stdout;
    assert!(taken.ends_with("\ntaken away by vasopressin[ti]\n"), "{taken}");
    let none = run(made(), &["why", "sepsis", "424242"]);
    assert!(none.code == 1 && none.stderr.contains("no article 424242"), "{}", none.stderr);
    let json = run(made(), &["why", "sepsis[ti] NOT vasopressin[ti]", "101", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["is_found"], &json["failing"][0]), (&false.into(), &"vasopressin[ti]".into()));
}

#[test]
fn a_line_of_a_strategy_is_explained_as_a_query_is() {
    let file = directory("explained-line").join("strategy.txt");
    std::fs::write(&file, "1a sepsis[ti]\n1b zebra[ti]\n2 1a OR 1b\n").unwrap();
    let file = file.to_str().unwrap();
    let tree = |arguments: &[&str]| {
        let said = run(made(), &[&["explain", "--file", file], arguments].concat());
        said.stdout.lines().next().unwrap_or(&said.stderr).to_owned()
    };
    assert_eq!(tree(&[]), "read as pubmed: sepsis[ti] OR zebra[ti]");
    assert_eq!(tree(&["--line", "#1B"]), "read as pubmed: zebra[ti]");
    assert!(run(made(), &["explain", "--file", file, "--line", "7"]).stderr.contains("has no line 7"));
    assert_eq!(run(made(), &["explain", "--line", "7", "sepsis"]).code, 2);
    let why = run(made(), &["why", "--file", file, "101"]);
    assert!(why.code == 0 && why.stdout.contains("\nfound by sepsis\n"), "{}{}", why.stdout, why.stderr);
}
