//! The commands about references and records, as a user meets them.

use std::fmt::Write;
use std::fs;

use crate::util::{directory, finish, litdex};

const ARTICLES: &str = r#"{"ids":{"pmid":1},"title":"Prone positioning in refractory hypoxemia","dates":[{"kind":"published","date":"2020"}],"authors":[{"family":"Doe","initials":"J"}],"journal":{"abbreviation":"J Tests"},"volume":"8","pages":"89-90","publication_types":[{"name":"Retracted Publication"}]}
{"ids":{"pmid":2},"title":"A trial that cites","dates":[{"kind":"published","date":"2021"}],"references":[{"raw":"Doe J. Prone positioning. J Tests. 2020;8:89.","ids":{"pmid":1}},{"raw":"Roe K. Elsewhere. 2019.","ids":{"doi":"10.1000/far"}}]}
{"ids":{"pmid":3},"title":"A review that cites","dates":[{"kind":"published","date":"2022"}],"references":[{"raw":"Roe K. Elsewhere and more. 2019.","ids":{"doi":"10.1000/far"}}]}
"#;
const EXPORT: &str = r#"{"title":"Prone positioning in refractory hypoxemia.","dates":[{"kind":"published","date":"2020"}],"authors":[{"family":"Doe","given":"Jane"}],"origin":{"format":"ris"}}
"#;

#[test]
fn references_and_records_are_listed() {
    let place = directory("citations");
    fs::create_dir(place.join("corpus")).unwrap();
    fs::write(place.join("corpus/articles.jsonl"), ARTICLES).unwrap();
    fs::write(place.join("corpus/export.jsonl"), EXPORT).unwrap();
    let run = |args: &[&str]| finish(litdex().current_dir(&place).args(args));
    assert_eq!(run(&["rebuild", "--quiet"]).code, 0);
    let mut said = String::new();
    for args in [
        vec!["refs", "2"],
        vec!["cites", "pmid:2", "--quiet"],
        vec!["cited-by", "1", "--quiet"],
        vec!["cited-by", "10.1000/far", "--format", "ids"],
        vec!["missing"],
        vec!["similar", "2", "--by", "references", "--quiet"],
        vec!["similar", "2", "--format", "ids"],
        vec!["retracted-citations"],
        vec!["why-merged", "1"],
        vec!["duplicates"],
        vec!["problems"],
    ] {
        let done = run(&args);
        let asked = args.join(" ");
        writeln!(said, "$ litdex {asked}\n{}{}[{}]\n", done.stdout, done.stderr, done.code).unwrap();
    }
    insta::assert_snapshot!("citations", said);
    for args in [["refs", "77"], ["why-merged", "77"], ["similar", "77"], ["cites", "77"]] {
        let none = run(&args);
        assert_eq!((none.code, none.stdout.as_str()), (1, ""), "{args:?}");
        assert!(none.stderr.contains("no article 77"), "{}", none.stderr);
    }
    for args in [
        &["refs", "2", "--format", "json"][..],
        &["missing", "--format", "json"],
        &["why-merged", "1", "--format", "json"],
    ] {
        let json: serde_json::Value = serde_json::from_str(&run(args).stdout).unwrap();
        assert!(!json.is_null());
    }
}
