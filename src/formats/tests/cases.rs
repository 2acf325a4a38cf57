//! Small files of every format, each with what is read from it beside it: `x.ris` with the articles in
//! `x.jsonl` and the problems in `x.problems.txt`, in a folder a format. A case more is a file more.
//!
//! `LITDEX_WRITE_CASES=1` writes what is read; every line of it is to be looked at before it is kept.
//!
//! They must not know how any one format is read.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::jsonl::to_json;
use super::*;

/// Bytes that mean something in one format or another.
const MARKS: &[u8] = b"\"'{}[]<>(),:;/\\&#@=-% \n\r\t\0xA0\xff\xc3";

/// Where the cases are, a folder a format.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/formats/testdata")
}

/// The files in a folder, sorted.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn is_expected(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name.ends_with(".jsonl") || name.ends_with(".problems.txt")
}

/// Every case: the name of the format's folder, and the file.
pub(crate) fn cases() -> Vec<(String, PathBuf)> {
    let folders = listed(&root()).into_iter().filter(|path| path.is_dir());
    let cases = folders.flat_map(|folder| {
        let format = folder.file_name().unwrap().to_string_lossy().into_owned();
        let inputs = listed(&folder).into_iter().filter(|path| path.is_file() && !is_expected(path));
        inputs.map(move |path| (format.clone(), path)).collect::<Vec<_>>()
    });
    cases.collect()
}

/// What is read from a case: a line an article, and a line a problem.
fn read_case(name: &str, bytes: &[u8]) -> (String, String) {
    let (mut articles, mut problems) = (String::new(), String::new());
    read_stream(Cursor::new(bytes), name, &AtomicU64::new(0), &mut |item| {
        match item {
            Item::Article(article) => writeln!(articles, "{}", to_json(&article)).unwrap(),
            Item::Problem(problem) => writeln!(problems, "{}: {problem}", problem.kind.name()).unwrap(),
            Item::Deletion(pmid) => writeln!(articles, "{{\"deletion\":{pmid}}}").unwrap(),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    (articles, problems)
}

#[test]
fn cases_are_read_as_expected() {
    let writes = std::env::var_os("LITDEX_WRITE_CASES").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for (_, path) in cases() {
        let name = path.file_name().unwrap().to_string_lossy();
        let (articles, problems) = read_case(&name, &fs::read(&path).unwrap());
        for (extension, read) in [("jsonl", articles), ("problems.txt", problems)] {
            let expected = path.with_extension(extension);
            if !writes {
                let known = fs::read_to_string(&expected).unwrap_or_default();
                let differing = known.lines().zip(read.lines()).find(|(known, read)| known != read);
                if known != read {
                    wrong.push(format!("{}: {differing:?}", expected.display()));
                }
            } else if read.is_empty() {
                let _ = fs::remove_file(&expected);
            } else {
                fs::write(&expected, read).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!cases().is_empty());
}

proptest! {
    #[test]
    fn damaged_cases_do_no_harm(
        case in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 0..MARKS.len()), 0..6),
    ) {
        let cases = cases();
        let mut bytes = fs::read(&cases[case.index(cases.len())].1).unwrap();
        for (at, mark) in flips {
            let at = at.index(bytes.len());
            bytes[at] = MARKS[mark];
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let (summary, articles, problems, _) = read_all(&bytes);
        prop_assert!(articles.len() as u64 <= summary.records);
        for problem in &problems {
            let place = problem.place;
            // Only of the file as a whole nothing can be said but which it is.
            let of_file = [
                ProblemKind::UnknownFormat,
                ProblemKind::Empty,
                ProblemKind::Encoding,
                ProblemKind::Damaged,
            ].contains(&problem.kind);
            prop_assert!(of_file || place.record.is_some() || place.line.is_some(), "{}", problem);
            prop_assert!(place.byte.is_none_or(|byte| byte <= summary.text_bytes), "{}", problem);
            prop_assert!(!problem.found.is_empty() && !problem.done.is_empty());
        }
    }
}
