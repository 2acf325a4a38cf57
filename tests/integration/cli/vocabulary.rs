//! `vocabulary`: what it says of headings, and an index that is given others.

use crate::support::{Place, article};
use crate::util::{finish, litdex};

const FILE: &str = "<?xml version=\"1.0\"?><DescriptorRecordSet LanguageCode = \"eng\"><DescriptorRecord DescriptorClass = \"1\">\
    <DescriptorUI>D1</DescriptorUI><DescriptorName><String>Own Things</String></DescriptorName></DescriptorRecord>\
    </DescriptorRecordSet>";

#[test]
fn headings_are_shown_and_others_imported() {
    let place = Place::new();
    place.write("a.jsonl", &[article(1, "A title", "")]);
    let run = |words: &[&str]| {
        let mut command = litdex();
        command.args(["--index", place.index().to_str().unwrap()]).args(words).env("COLUMNS", "100");
        let done = finish(&mut command);
        let name = place.path().to_string_lossy().into_owned();
        format!("$ {}\n{}{}[{}]\n", words.join(" "), done.stdout, done.stderr, done.code)
            .replace(&name, "DIR")
    };
    // Without an index it is that which is shipped.
    let mut said = run(&["vocabulary"]);
    place.rebuild();
    said += &run(&["vocabulary", "show", "cardiac", "failure"]);
    said += &run(&["vocabulary", "show", "hart failure"]);
    said += &run(&["search", "cancer[mh]", "--count"]);
    let file = place.path().join("desc2031.xml");
    std::fs::write(&file, "<html>").unwrap();
    said += &run(&["vocabulary", "import", file.to_str().unwrap()]);
    std::fs::write(&file, FILE).unwrap();
    said += &run(&["vocabulary", "import", file.to_str().unwrap()]);
    said += &run(&["vocabulary"]);
    said += &run(&["search", "cancer[mh]", "--count"]);
    insta::assert_snapshot!("vocabulary", said);
}
