//! The index directory: generations side by side, and which of them is current.
//!
//! `CURRENT` names a generation's directory, with a checksum. A new one is built as `gen-N.tmp`, takes its name when it is
//! complete and on the device, and only then does `CURRENT` name it; the one before stays for a rollback.
//!
//! It must not know what is inside a generation.

use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::lock::LOCK;
use super::manifest::FORMAT_VERSION;
use super::words::CheckedFiles;
use crate::error::{Context, FileError};
use crate::index::{Disk, IndexError};

const CURRENT: &str = "CURRENT";
/// The last version of the layout whose `CURRENT` had no checksum.
const LAST_WITHOUT_CHECK: u32 = 4;
/// No name of a generation is longer.
const CURRENT_MAX_BYTES: u64 = 64;
const TEMPORARY: &str = ".tmp";

/// The directory of an index.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    pub path: PathBuf,
    pub disk: Disk,
    /// The files of words that are open.
    pub files: Arc<CheckedFiles>,
}

impl Root {
    pub fn new(path: impl Into<PathBuf>, disk: Disk) -> Self {
        Self { path: path.into(), disk, files: Arc::default() }
    }

    /// Whether a name in the directory is the index's own; articles may lie beside.
    pub fn owns(name: &str) -> bool {
        let whole = name.strip_suffix(".new").unwrap_or(name);
        whole == CURRENT || whole == LOCK || number(name).is_some() || is_unfinished(name)
    }

    /// What `CURRENT` says, where it is there.
    fn said(&self) -> Result<Option<String>, IndexError> {
        let path = self.current_path();
        let Some(file) = Disk::open_if_there(&path)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(CURRENT_MAX_BYTES).read_to_end(&mut bytes).context_of("read", &path)?;
        Ok(Some(String::from_utf8_lossy(&bytes).trim_end().to_owned()))
    }

    /// The number of the current generation, where there is one.
    pub fn current(&self) -> Result<Option<u64>, IndexError> {
        let path = self.current_path();
        let Some(said) = self.said()? else { return self.without_current() };
        let Some(number) = number(said.split(' ').next().unwrap_or_default()) else {
            return Err(IndexError::damaged(path, format!("it names {said:?}, not a generation")));
        };
        if said == named(number).trim_end() {
            return Ok(Some(number));
        }
        // Earlier versions named it alone; it may also be the beginning of `gen-12` and a check.
        if said == format!("gen-{number}") {
            let (what, found) = ("format version", format!("{LAST_WITHOUT_CHECK} or less (or is damaged)"));
            let (path, needed) = (self.path.clone(), FORMAT_VERSION.to_string());
            return Err(IndexError::Outdated { path, what, found, needed });
        }
        Err(IndexError::damaged(path, format!("{said:?} does not match its checksum")))
    }

    /// The directory of the generation that a damaged `CURRENT` most likely names.
    pub fn named(&self) -> Result<Option<PathBuf>, IndexError> {
        let said = self.said()?.unwrap_or_default();
        let number = number(said.split_whitespace().next().unwrap_or_default());
        Ok(number.map(|number| self.generation(number)))
    }

    /// Where nothing says what is in use there is no index, or one whose first build was stopped before it said so:
    /// it is complete, and there is no other. Where there are several, it is never a guess.
    fn without_current(&self) -> Result<Option<u64>, IndexError> {
        let there = if self.path.is_dir() { self.generations()? } else { Vec::new() };
        match there.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            [.., last] => {
                Err(IndexError::NoCurrent { path: self.path.clone(), latest: format!("gen-{last}") })
            }
        }
    }

    pub fn current_path(&self) -> PathBuf {
        self.path.join(CURRENT)
    }

    /// The directory of a generation.
    pub fn generation(&self, number: u64) -> PathBuf {
        self.path.join(format!("gen-{number}"))
    }

    /// Removes what a killed or failed rebuild left behind.
    pub fn clear_unfinished(&self) -> Result<(), IndexError> {
        for entry in Disk::list(&self.path)? {
            if is_unfinished(&name_of(&entry)) {
                self.disk.remove_tree(&entry)?;
            }
        }
        Ok(())
    }

    /// Makes the directory of the next generation.
    pub fn begin(&self) -> Result<(u64, PathBuf), IndexError> {
        self.clear_unfinished()?;
        let next = self.generations()?.last().map_or(1, |last| last + 1);
        let path = self.unfinished(next);
        Disk::create_directories(&path)?;
        Ok((next, path))
    }

    /// Where a generation is built.
    fn unfinished(&self, number: u64) -> PathBuf {
        self.path.join(format!("gen-{number}{TEMPORARY}"))
    }

    /// Makes a complete generation the current one.
    pub fn publish(&self, number: u64) -> Result<(), IndexError> {
        let built = self.unfinished(number);
        self.disk.sync_tree(&built)?;
        self.disk.rename(&built, &self.generation(number))?;
        self.point_at(number)
    }

    /// Makes a generation current that stands under its own name.
    pub fn point_at(&self, number: u64) -> Result<(), IndexError> {
        Ok(self.disk.replace(&self.current_path(), named(number).as_bytes())?)
    }

    /// The number of the generation before the current one.
    pub fn earlier(&self) -> Result<u64, IndexError> {
        let current = self.current()?.ok_or_else(|| IndexError::Missing { path: self.path.clone() })?;
        let earlier = self.generations()?.into_iter().rfind(|&number| number < current);
        earlier.ok_or_else(|| IndexError::NoEarlier { path: self.path.clone() })
    }

    /// Removes all generations but the current one and the one that was in use before it; of one that was
    /// rolled back from nothing is kept.
    pub fn sweep(&self, before: Option<u64>) -> Result<(), IndexError> {
        let Some(current) = self.current()? else { return Ok(()) };
        let generations = self.generations()?;
        let latest = || generations.iter().rfind(|&&number| number < current).copied();
        let before = before.filter(|number| generations.contains(number)).or_else(latest);
        for number in generations {
            if number != current && Some(number) != before {
                self.disk.remove_tree(&self.generation(number))?;
            }
        }
        Ok(())
    }

    /// The numbers of all complete generations, rising.
    pub fn generations(&self) -> Result<Vec<u64>, FileError> {
        let entries = Disk::list(&self.path)?;
        let mut numbers: Vec<u64> = entries.iter().filter_map(|entry| number(&name_of(entry))).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }
}

/// What `CURRENT` holds: a flipped bit in a number could be that of another generation.
fn named(number: u64) -> String {
    format!("gen-{number} {:016x}\n", xxh3_64(&number.to_le_bytes()))
}

fn name_of(entry: &Path) -> Cow<'_, str> {
    entry.file_name().unwrap_or_default().to_string_lossy()
}

fn is_unfinished(name: &str) -> bool {
    name.strip_suffix(TEMPORARY).and_then(number).is_some()
}

/// The number of a generation's name; `gen-01` is none, the directory is `gen-1`.
fn number(name: &str) -> Option<u64> {
    let number = name.strip_prefix("gen-")?.parse().ok()?;
    (name == format!("gen-{number}")).then_some(number)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_current_holds_is_a_name_or_damage() {
        let directory = tempfile::tempdir().unwrap();
        let root = Root::new(directory.path(), Disk::default());
        assert_eq!(root.current().unwrap(), None);
        for number in [7, 10, u64::MAX] {
            for content in [named(number), named(number).trim_end().to_owned()] {
                fs::write(root.current_path(), content).unwrap();
                assert_eq!(root.current().unwrap(), Some(number));
            }
        }
        // It may be cut off from `gen-12` and a check.
        fs::write(root.current_path(), "gen-1").unwrap();
        assert!(matches!(root.current(), Err(IndexError::Outdated { .. })));
        let mut said = String::new();
        let wrong: [&[u8]; 8] = [
            b"",
            b"gen-01\n",
            b"gen-+1",
            b"gen-",
            b"gen-18446744073709551616",
            b"\xff\xfe7\n",
            b"gen-1\ngen-2",
            b"gen-1 0123456789abcdef\n",
        ];
        for content in wrong {
            fs::write(root.current_path(), content).unwrap();
            let error = root.current().unwrap_err();
            assert!(matches!(&error, IndexError::Damaged { .. }), "{error}");
            let error = error.to_string();
            let found = error.split(" is damaged: ").nth(1).unwrap();
            said += found
                .strip_suffix(
                    "; run `litdex rebuild` (or `litdex rollback` where the generation before is kept)",
                )
                .unwrap();
            said.push('\n');
        }
        fs::write(root.current_path(), "gen-1".repeat(100_000)).unwrap();
        assert!(root.current().unwrap_err().to_string().len() < 300);
        insta::assert_snapshot!(said, @r#"
        it names "", not a generation
        it names "gen-01", not a generation
        it names "gen-+1", not a generation
        it names "gen-", not a generation
        it names "gen-18446744073709551616", not a generation
        it names "��7", not a generation
        it names "gen-1\ngen-2", not a generation
        "gen-1 0123456789abcdef" does not match its checksum
        "#);
    }

    #[test]
    fn no_flipped_bit_makes_another_generation_current() {
        let directory = tempfile::tempdir().unwrap();
        let root = Root::new(directory.path(), Disk::default());
        root.point_at(2).unwrap();
        assert_eq!(root.current().unwrap(), Some(2));
        let sound = fs::read(root.current_path()).unwrap();
        for bit in 0..(sound.len() - 1) * 8 {
            let mut bytes = sound.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            fs::write(root.current_path(), bytes).unwrap();
            assert!(root.current().is_err(), "{bit}");
        }
    }

    #[test]
    fn generations_without_current_are_not_passed_over() {
        let directory = tempfile::tempdir().unwrap();
        let root = Root::new(directory.path(), Disk::default());
        for name in ["gen-1.tmp", "gen-02", "other"] {
            fs::create_dir(root.path.join(name)).unwrap();
        }
        assert_eq!(root.current().unwrap(), None);
        fs::create_dir(root.generation(9)).unwrap();
        assert_eq!(root.current().unwrap(), Some(9));
        fs::create_dir(root.generation(10)).unwrap();
        let error = root.current().unwrap_err();
        assert!(matches!(&error, IndexError::NoCurrent { latest, .. } if latest == "gen-10"), "{error}");
    }
}
