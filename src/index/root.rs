//! The index directory: generations side by side, and which of them is current.
//!
//! `CURRENT` names a generation's directory. A new one is built as `gen-N.tmp`, takes its name when it is
//! complete and on the device, and only then does `CURRENT` name it; the one before stays for a rollback.
//!
//! It must not know what is inside a generation.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::error::IndexError;
use super::lock::LOCK;
use crate::error::{Context, FileError};

const CURRENT: &str = "CURRENT";
const TEMPORARY: &str = ".tmp";

/// The directory of an index.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    pub path: PathBuf,
    pub disk: Disk,
}

impl Root {
    pub fn new(path: impl Into<PathBuf>, disk: Disk) -> Self {
        Self { path: path.into(), disk }
    }

    /// Whether a name in the directory is the index's own; articles may lie beside.
    pub fn owns(name: &str) -> bool {
        let whole = name.strip_suffix(".new").unwrap_or(name);
        whole == CURRENT || whole == LOCK || number(name).is_some() || is_unfinished(name)
    }

    /// The number of the current generation, where there is one.
    pub fn current(&self) -> Result<Option<u64>, IndexError> {
        let path = self.current_path();
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.context_of("read", &path)?,
        };
        match number(text.trim_end()) {
            Some(number) => Ok(Some(number)),
            None => {
                Err(IndexError::damaged(path, format!("it names {:?}, not a generation", text.trim_end())))
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
        for entry in fs::read_dir(&self.path).context_of("list", &self.path)? {
            let entry = entry.context_of("list", &self.path)?;
            if is_unfinished(&entry.file_name().to_string_lossy()) {
                self.disk.remove_tree(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Makes the directory of the next generation.
    pub fn begin(&self) -> Result<(u64, PathBuf), IndexError> {
        self.clear_unfinished()?;
        let next = self.generations()?.last().map_or(1, |last| last + 1);
        let path = self.path.join(format!("gen-{next}{TEMPORARY}"));
        fs::create_dir_all(&path).context_of("create", &path)?;
        Ok((next, path))
    }

    /// Makes a complete generation the current one.
    pub fn publish(&self, number: u64, built: &Path) -> Result<(), IndexError> {
        self.disk.sync_tree(built)?;
        self.disk.rename(built, &self.generation(number))?;
        self.point_at(number)
    }

    /// Makes a generation current that stands under its own name.
    pub fn point_at(&self, number: u64) -> Result<(), IndexError> {
        Ok(self.disk.replace(&self.current_path(), format!("gen-{number}\n").as_bytes())?)
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
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.path).context_of("list", &self.path)? {
            let name = entry.context_of("list", &self.path)?.file_name();
            numbers.extend(number(&name.to_string_lossy()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }
}

fn is_unfinished(name: &str) -> bool {
    name.strip_suffix(TEMPORARY).and_then(number).is_some()
}

fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("gen-")?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}
