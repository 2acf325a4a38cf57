//! Helpers of the integration tests: corpora, indexes built once a run, and runs of the program.
//!
//! It must not know any one test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use assert_cmd::Command;

use crate::limit;

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it said.
    pub stderr: String,
}

/// The program, with nothing of the environment that changes what it does.
pub fn litdex() -> Command {
    limit::begin();
    let mut command = Command::new(env!("CARGO_BIN_EXE_litdex"));
    for name in ["LITDEX_CORPUS", "LITDEX_INDEX", "NO_COLOR", "COLUMNS", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR")).timeout(limit::limit() / 2);
    command
}

/// Runs a command to its end.
pub fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("the program ends by itself, and in time"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the program on an index that exists.
pub fn run(index: &Path, args: &[&str]) -> Run {
    finish(litdex().arg("--index").arg(index).args(args))
}

/// An empty directory of this name that outlives the run, so that a failure can be looked at.
pub fn directory(name: &str) -> PathBuf {
    limit::begin();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if path.exists() {
        fs::remove_dir_all(&path).unwrap();
    }
    fs::create_dir_all(&path).unwrap();
    path
}

/// The index of the article in `corpus/`.
pub fn seed() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let index = directory("seed-index");
        litdex::Indexer::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &index)
            .rebuild(&|_| {})
            .unwrap();
        index
    })
}

/// The index of [`ARTICLES`].
pub fn made() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let corpus = directory("made-corpus");
        fs::write(corpus.join("articles.jsonl"), ARTICLES).unwrap();
        let index = directory("made-index");
        let report = litdex::Indexer::new(&corpus, &index).rebuild(&|_| {}).unwrap();
        assert_eq!((report.articles, report.problem_count()), (6, 0), "{:?}", report.problems);
        index
    })
}

/// Articles with everything that an output has to cope with: notices, groups, languages, TeX and HTML
/// characters, commands to a terminal.
pub const ARTICLES: &str = r#"{"ids":{"pmid":101,"pmcid":501,"doi":"10.1000/sepsis.1"},"title":"Vasopressin for sepsis: 50% of {all} cases & <more>","abstract_sections":[{"label":"METHODS","text":"We gave vasopressin to adults with sepsis."},{"label":"RESULTS","text":"Mortality in sepsis fell by 5_5 $ units.\nA second line."}],"keywords":["sepsis","shock, septic"],"headings":[{"name":"Sepsis","major":true,"qualifiers":[{"name":"drug therapy","major":true}]}],"publication_types":[{"name":"Journal Article"},{"name":"Retracted Publication"}],"authors":[{"family":"Müller","given":"Anna Beth","initials":"AB","affiliations":["Clinic A, Bern","Clinic B"]},{"family":"O'Neil","initials":"C","suffix":"Jr","affiliations":["Clinic B"]},{"collective":"Heart and Lung Group"}],"journal":{"title":"Journal of Critical Tests","abbreviation":"J Crit Tests","issns":["1234-5678"]},"volume":"12","issue":"3","pages":"1965-75","dates":[{"kind":"published","date":"2019-03-05"},{"kind":"received","date":"2018-11"}],"languages":["eng"],"corrections":[{"kind":"retraction-in","citation":"J Crit Tests. 2020;13:1","pmid":102,"note":""}],"references":[{"label":"1","raw":"Smith J. On shock. Lancet. 2001;1:1.","ids":{"pmid":7}},{"authors":["Roe R"],"title":"Untold.","journal":"BMJ","year":2002}]}
{"ids":{"pmid":103},"title":"Sepsis in the elderly","abstract_sections":[{"label":"","text":"Sepsis is common. Ten words more say nothing about it at all."}],"publication_types":[{"name":"Review"}],"authors":[{"family":"Müller","given":"Anna","initials":"A"}],"journal":{"title":"Annals of Age"},"dates":[{"kind":"published","date":"2019"}],"languages":["ger"],"corrections":[{"kind":"expression-of-concern-in","citation":"Ann Age. 2021","pmid":null,"note":""}]}
{"ids":{"pmid":104},"title":"Sepsis in the young","authors":[{"family":"Müller","given":"Anna","initials":"A"}],"journal":{"title":"Annals of Age"},"dates":[{"kind":"published","date":"2019"}],"languages":["eng"],"corrections":[{"kind":"erratum-in","citation":"Ann Age. 2022","pmid":null,"note":""}]}
{"ids":{"doi":"10.1000/pre_print(1)"},"title":"A preprint about vasopressin","publication_types":[{"name":"Preprint"}],"authors":[{"family":"Zed","given":"Zoe"}],"journal":{"title":"medRxiv"},"dates":[{"kind":"published","date":"2023-01-02"}]}
{"ids":{"pmid":105},"title":"Evil\u001b[31m \u202etitle\u0007 <script>alert(1)</script>","abstract_sections":[{"label":"LA\u001b]0;BEL","text":"Hostile\u009b2J text with <b>bold</b> & \"quotes\" about hostility.\r\nTY  - JOUR"}],"authors":[{"family":"Ro\u001bgue","given":"<i>"}],"journal":{"title":"J <Evil>\u2028"},"references":[{"label":"\u001b[1","raw":"Ref\u001b[2J"}]}
{"ids":{},"title":"","abstract_sections":[{"label":"","text":"A record without a title, in one very plain sentence."}],"origin":{"source_id":"rec 1"}}
"#;
