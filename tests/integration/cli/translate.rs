//! `translate`: queries and strategies in another notation, what is told of them, and that both find the same.

use crate::util::{Run, finish, litdex, made, run};

fn strategy(to: &str, text: &str, more: &[&str]) -> Run {
    let mut command = litdex();
    command.arg("--index").arg(made()).args(["translate", "--file", "-", "--to", to]).args(more);
    finish(command.write_stdin(text.to_owned()))
}

#[test]
fn a_query_is_translated() {
    let ovid = run(made(), &["translate", "sepsis[tiab] AND \"lung injury\"[ti:~2]", "--to", "ovid"]);
    assert_eq!((ovid.code, ovid.stdout.as_str()), (0, "sepsis.ti,ab,kf. and (lung adj3 injury).ti.\n"));
    let wider = run(made(), &["translate", "sepsis.ti,ab.", "--to", "pubmed", "--check"]);
    assert_eq!((wider.code, wider.stdout.as_str()), (1, "sepsis[tiab]\n"));
    assert!(
        wider.stderr.contains("litdex: finds more: PubMed's [tiab] searches keywords"),
        "{}",
        wider.stderr
    );
    assert!(wider.stderr.ends_with("litdex: both find 3\n"), "{}", wider.stderr);
    let none = run(made(), &["-q", "translate", "sepsis[ti] AND 2019[dp]", "--to", "cochrane"]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(none.stderr.contains("no translation: Cochrane's notation has no dates"), "{}", none.stderr);
    let wrong = run(made(), &["translate", "sepsis[zz]", "--to", "ovid"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("no field is called [zz]"), "{}", wrong.stderr);
}

/// No index is needed, and none is built, but to check.
#[test]
fn without_an_index() {
    let mut command = litdex();
    command.args([
        "--index",
        "no/such/index",
        "--corpus",
        "no/such/corpus",
        "translate",
        "cancer[mh]",
        "--to",
        "ovid",
    ]);
    let said = finish(&mut command);
    assert_eq!((said.code, said.stdout.as_str()), (0, "exp \"Neoplasms\"/\n"));
    let said = finish(command.arg("--check"));
    assert!(said.code == 2 && said.stderr.contains("no index in no/such/index"), "{}", said.stderr);
}

#[test]
fn lines_stay_lines_and_find_the_same() {
    let text = "1. sepsis.ti.\n2. (vasopressin or septic shock$).ti,ab,kf.\n3. 1 and 2\n4. or/1-3\n5. limit 4 to yr=\"2019 -Current\"";
    let said = strategy("pubmed", text, &["--check"]);
    assert_eq!(
        said.stdout,
        "#1 sepsis[ti]\n#2 vasopressin[tiab] OR \"septic shock*\"[tiab]\n#3 #1 AND #2\n#4 #1 OR #2 OR #3\n\
         #5 #4 AND 2019:3000[dp]\n"
    );
    assert!(said.code == 0 && said.stderr.contains("litdex: #4: both find 4\n"), "{}", said.stderr);
    let back = strategy("ovid", &said.stdout, &[]).stdout;
    assert_eq!(back, text.to_owned() + "\n");
}

#[test]
fn a_line_without_a_translation_is_not_printed() {
    let text = "#1 sepsis[ti]\n#2 hasabstract\n#3 #1 AND #2\n#4 shock[zz]\n#5 #1 OR sepsis[ab]";
    let said = strategy("ovid", text, &["--quiet"]);
    assert_eq!((said.code, said.stdout.as_str()), (2, "1. sepsis.ti.\n5. 1 or sepsis.ab.\n"));
    insta::assert_snapshot!(said.stderr);
    let json = strategy("ovid", text, &["--format", "json", "--check"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["from"], &json["to"]), (&"pubmed".into(), &"ovid".into()));
    let lines = &json["lines"];
    assert_eq!((&lines[0]["label"], &lines[0]["translation"]), (&"#1".into(), &"sepsis.ti.".into()));
    assert_eq!(lines[0]["check"]["first"], lines[0]["check"]["second"]);
    assert_eq!(
        (&lines[2]["translation"], &lines[2]["losses"][0]["line"]),
        (&serde_json::Value::Null, &2.into())
    );
    assert_eq!(lines[1]["losses"][0]["level"], "missing");
    assert_eq!(lines[3]["error"]["code"], "unknown-tag");
}
