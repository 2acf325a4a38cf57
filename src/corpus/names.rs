//! Names of files, as they are kept and shown. What is not UTF-8 is escaped, `M\xFCller.xml`: two files are never one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The name of a path.
pub(super) fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        // A text takes all that is written to it.
        chunk.invalid().iter().for_each(|byte| _ = write!(name, "\\x{byte:02X}"));
    }
    name
}

/// The path that has a name, below a directory or absolute. One that is written so stands before one escaped so.
pub(super) fn path_of(directory: &Path, name: &str) -> PathBuf {
    let written = directory.join(name);
    if written.exists() { written } else { escaped(name).map_or(written, |path| directory.join(path)) }
}

/// The path of which a name escapes what is not UTF-8, where it does.
#[cfg(unix)]
fn escaped(name: &str) -> Option<PathBuf> {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let (first, rest) = name.split_once("\\x")?;
    let mut bytes = first.as_bytes().to_vec();
    for part in rest.split("\\x") {
        let (digits, after) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(after.as_bytes());
    }
    Some(OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn escaped(_: &str) -> Option<PathBuf> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn every_name_has_its_path() {
        for (bytes, name) in [
            (&b"M\xFCller.xml"[..], "M\\xFCller.xml"),
            (b"M\xF6ller.xml", "M\\xF6ller.xml"),
            (b"a/\xFF\xFE", "a/\\xFF\\xFE"),
            ("Mü\u{FFFD}ller.xml".as_bytes(), "Mü\u{FFFD}ller.xml"),
            (b"a\\b.xml", "a\\b.xml"),
        ] {
            let path = Path::new(OsStr::from_bytes(bytes));
            assert_eq!(name_of(path), name);
            assert_eq!(path_of(Path::new(""), name), path);
        }
        assert_eq!(path_of(Path::new("/d"), "a\\xZZ"), Path::new("/d/a\\xZZ"));
    }
}
