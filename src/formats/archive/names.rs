//! The names of files within archives: made tame, since they are shown; and which files are no articles.
//!
//! It must not know how an archive is read.

/// Characters a name is shown with; of a longer one the end says most.
const NAME_MAX_CHARS: usize = 300;

/// A name as a path within its archive: without `.` and `..`, root or drive, and with U+FFFD for
/// characters that would make a terminal do or hide something.
pub(in super::super) fn tame(name: &str) -> String {
    let mut path = String::with_capacity(name.len().min(4 * NAME_MAX_CHARS));
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    for part in name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..") && !is_drive(part)) {
        if !path.is_empty() {
            path.push('/');
        }
        path.extend(part.chars().map(|c| if is_unruly(c) { char::REPLACEMENT_CHARACTER } else { c }));
    }
    if path.is_empty() {
        return "(no name)".to_owned();
    }
    match path.char_indices().rev().nth(NAME_MAX_CHARS - 1) {
        Some((at, _)) if at > 0 => format!("…{}", &path[at..]),
        _ => path,
    }
}

/// Whether a file is passed over by its name: hidden files, and what explains a corpus to people.
pub(crate) fn is_not_corpus(name: &str) -> bool {
    let upper = name.to_uppercase();
    name.starts_with('.')
        || name == "__MACOSX"
        || ["README", "LICENSE", "LICENCE"].iter().any(|word| {
            upper.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
        })
}

/// Whether a tame path leads to such a file, or through such a folder.
pub(in super::super) fn is_passed_over(path: &str) -> bool {
    path.split('/').any(is_not_corpus)
}

/// Control characters, and those that turn or hide the text around them.
fn is_unruly(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tame_paths() {
        let cases = [
            ("a/b.xml", "a/b.xml"),
            ("./a//b.xml", "a/b.xml"),
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\Users\\x\\a.ris", "Users/x/a.ris"),
            ("a/../b", "a/b"),
            ("a\u{1b}[31m\nb", "a\u{fffd}[31m\u{fffd}b"),
            ("gpj.\u{202e}sir", "gpj.\u{fffd}sir"),
            ("Škoda/é.bib", "Škoda/é.bib"),
            ("", "(no name)"),
            ("../..", "(no name)"),
        ];
        for (name, path) in cases {
            assert_eq!(tame(name), path, "{name:?}");
        }
        let long = tame(&format!("{}/end.xml", "é".repeat(70_000)));
        assert!(long.starts_with('…') && long.ends_with("/end.xml"), "{long}");
        assert_eq!(long.chars().count(), NAME_MAX_CHARS + 1);
        let just = "é".repeat(NAME_MAX_CHARS);
        assert_eq!(tame(&just), just);
    }

    #[test]
    fn what_is_passed_over() {
        for path in [".git/config", "a/.DS_Store", "__MACOSX/a/._b.xml", "README.md", "set/readme", "LICENSE"]
        {
            assert!(is_passed_over(path), "{path}");
        }
        for path in ["a/b.xml", "readmission.xml", "licensed.ris", "a.b/c"] {
            assert!(!is_passed_over(path), "{path}");
        }
    }
}
