//! Side files: whatever a generation holds besides its words and articles, listed by its manifest.
//!
//! A side file is immutable. It carries the sequence of the commit it came with in its name on disk
//! (`problems.7.jsonl`), and is written and synced before the manifest that lists it; so a commit that does
//! not come leaves a file that no manifest lists, and nothing else. What the manifest in force does not list
//! is removed after a commit, and by the next writer.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::error::{Context, FileError};
use crate::index::{Disk, IndexError, SideFile};

impl SideFile {
    /// Where it lies in the directory of its generation.
    fn path(&self, generation: &Path) -> PathBuf {
        path_of(generation, &self.name, self.sequence)
    }
}

fn path_of(generation: &Path, name: &str, sequence: u64) -> PathBuf {
    generation.join(match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{sequence}.{extension}"),
        None => format!("{name}.{sequence}"),
    })
}

/// A side file while it is written.
pub(crate) struct SideWriter {
    out: BufWriter<File>,
    path: PathBuf,
    hasher: Xxh3Default,
    file: SideFile,
}

impl SideWriter {
    /// Begins a file that is to come with the commit of this sequence.
    pub fn create(generation: &Path, name: &str, sequence: u64, disk: &Disk) -> Result<Self, FileError> {
        let path = path_of(generation, name, sequence);
        // A commit that did not come may have left a file of this name; nothing lists it.
        let out = BufWriter::with_capacity(1 << 16, disk.create(&path)?);
        let file = SideFile { name: name.to_owned(), sequence, ..SideFile::default() };
        Ok(Self { out, path, hasher: Xxh3Default::new(), file })
    }

    /// Forces the file to the device and says what the manifest is to list. Its name reaches the device with
    /// that of the manifest, which lies in the same directory.
    pub fn finish(mut self, disk: &Disk) -> Result<SideFile, FileError> {
        self.out.flush().context_of("write", &self.path)?;
        disk.sync(self.out.get_ref(), &self.path)?;
        self.file.xxh3 = shown(self.hasher.digest());
        Ok(self.file)
    }
}

impl Write for SideWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(bytes)?;
        self.hasher.update(bytes);
        self.file.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a side file whole.
pub(crate) fn write(
    generation: &Path,
    name: &str,
    sequence: u64,
    content: &[u8],
    disk: &Disk,
) -> Result<SideFile, FileError> {
    let mut writer = SideWriter::create(generation, name, sequence, disk)?;
    writer.write_all(content).context_of("write", &writer.path)?;
    writer.finish(disk)
}

/// Removes the side files that a manifest does not list.
pub(crate) fn sweep(generation: &Path, listed: &[SideFile], disk: &Disk) -> Result<(), FileError> {
    let kept: Vec<PathBuf> = listed.iter().map(|file| file.path(generation)).collect();
    for path in Disk::list(generation)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_side_file(&name) && !kept.contains(&path) {
            disk.remove_file(&path)?;
        }
    }
    Ok(())
}

/// Whether a name has a sequence in it: last, or before its extension.
fn is_side_file(name: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    name.rsplit('.').take(2).any(is_number) && name.contains('.')
}

fn shown(hash: u64) -> String {
    format!("{hash:016x}")
}

/// The side files of a generation as of one commit. They stay readable when a writer removes them.
pub(crate) struct SideFiles {
    files: Vec<Opened>,
}

struct Opened {
    file: SideFile,
    path: PathBuf,
    /// None where the file is empty.
    bytes: Option<Mmap>,
}

impl SideFiles {
    /// Opens the files that a manifest lists, as long as they were written; what they hold is not looked at.
    pub fn open(generation: &Path, listed: &[SideFile]) -> Result<Self, IndexError> {
        let files = listed.iter().map(|file| Opened::of(generation, file)).collect::<Result<_, _>>()?;
        Ok(Self { files })
    }

    /// The content of a file that is read whole, checked; `None` where there is no file of the name.
    pub fn read(&self, name: &str) -> Result<Option<&[u8]>, IndexError> {
        let Some(opened) = self.named(name) else { return Ok(None) };
        opened.check()?;
        Ok(Some(opened.content()))
    }

    /// The content of a file too large to be checked whenever it is opened: only its length was.
    #[cfg_attr(not(test), allow(dead_code))] // keys and statistics are to be read so
    pub fn map(&self, name: &str) -> Option<&[u8]> {
        self.named(name).map(Opened::content)
    }

    /// The files that are not what was written, each told by its name.
    pub fn faults(&self) -> Vec<IndexError> {
        self.files.iter().filter_map(|opened| opened.check().err()).collect()
    }

    fn named(&self, name: &str) -> Option<&Opened> {
        self.files.iter().find(|opened| opened.file.name == name)
    }
}

impl Opened {
    fn of(generation: &Path, file: &SideFile) -> Result<Self, IndexError> {
        let path = file.path(generation);
        let Some(opened) = Disk::open_if_there(&path)? else {
            return Err(IndexError::damaged(path, "it is missing"));
        };
        let found = opened.metadata().context_of("read", &path)?.len();
        if found != file.bytes {
            let found = format!("it has {found} bytes where {} were written", file.bytes);
            return Err(IndexError::damaged(path, found));
        }
        if found == 0 {
            return Ok(Self { file: file.clone(), path, bytes: None });
        }
        // SAFETY: nobody changes a side file once it is listed.
        let bytes = unsafe { Mmap::map(&opened) }.context_of("map", &path)?;
        Ok(Self { file: file.clone(), path, bytes: Some(bytes) })
    }

    fn content(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }

    fn check(&self) -> Result<(), IndexError> {
        if shown(xxh3_64(self.content())) == self.file.xxh3 {
            return Ok(());
        }
        Err(IndexError::damaged(&self.path, "it does not match its hash"))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_listed_reads_back_and_the_rest_is_swept() {
        let directory = tempfile::tempdir().unwrap();
        let (path, disk) = (directory.path(), Disk::default());
        let written = |name, sequence, content: &[u8]| write(path, name, sequence, content, &disk).unwrap();
        let listed = [written("problems.jsonl", 7, b"seven"), written("keys", 6, b"")];
        written("problems.jsonl", 6, b"six");
        written("keys", 8, b"eight");
        for other in ["manifest.json", "manifest.next.json", "waiting.tmp", "7"] {
            fs::write(path.join(other), b"").unwrap();
        }
        sweep(path, &listed, &disk).unwrap();
        let mut names: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        let kept = ["7", "keys.6", "manifest.json", "manifest.next.json", "problems.7.jsonl", "waiting.tmp"];
        assert_eq!(names, kept);
        let files = SideFiles::open(path, &listed).unwrap();
        // A reader keeps what it opened.
        sweep(path, &[], &disk).unwrap();
        assert_eq!(files.read("problems.jsonl").unwrap(), Some(&b"seven"[..]));
        assert_eq!(files.read("keys").unwrap(), Some(&b""[..]));
        assert_eq!(files.map("problems.jsonl"), Some(&b"seven"[..]));
        assert_eq!(files.read("other").unwrap(), None);
        assert!(files.faults().is_empty());
    }

    #[test]
    fn a_file_that_is_missing_short_or_changed_is_told_by_its_name() {
        let directory = tempfile::tempdir().unwrap();
        let listed = [write(directory.path(), "problems.jsonl", 3, b"three", &Disk::default()).unwrap()];
        let path = directory.path().join("problems.3.jsonl");
        let open = || SideFiles::open(directory.path(), &listed);
        fs::write(&path, b"thrae").unwrap();
        let files = open().unwrap();
        let said: Vec<String> = [files.read("problems.jsonl").unwrap_err()]
            .into_iter()
            .chain(files.faults())
            .map(|error| error.to_string())
            .collect();
        for said in said {
            assert!(said.contains("problems.3.jsonl is damaged: it does not match its hash"), "{said}");
        }
        for (content, found) in
            [(Some("thre"), "it has 4 bytes where 5 were written"), (None, "it is missing")]
        {
            match content {
                Some(content) => fs::write(&path, content).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let said = open().err().unwrap().to_string();
            assert!(said.contains(&format!("problems.3.jsonl is damaged: {found}")), "{said}");
        }
    }
}
