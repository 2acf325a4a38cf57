//! Which of the engine's files are not what it wrote.
//!
//! It must not know the article store, nor what becomes of a damaged file.

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::{Directory, IndexMeta};

use super::COMMIT;
use super::checked_file::Checked;
use crate::index::{Disk, IndexError};

/// The files of a commit, each read whole against its checksums: how many they are, and what is wrong.
pub(crate) fn checksums(metas: &IndexMeta, words: &Path) -> Result<(u64, Vec<String>), IndexError> {
    let engine = |error| IndexError::engine(words, error);
    let directory = MmapDirectory::open(words).map_err(|error| engine(error.into()))?;
    let listed = metas.list_segment_files();
    let is_listed = |path: &PathBuf| path.file_name().is_some_and(|name| listed.contains(Path::new(name)));
    let (mut files, mut faults) = (0, Vec::new());
    for path in Disk::list(words)?.into_iter().filter(is_listed) {
        files += 1;
        let name = Path::new(path.file_name().unwrap_or_default());
        let handle = directory.get_file_handle(name).map_err(|error| engine(error.into()))?;
        if let Err(error) = Checked::open(&path, handle).and_then(|file| file.check_all()) {
            faults.push(error.to_string());
        }
    }
    Ok((files, faults))
}

/// Refuses a list of segments that is not as the engine writes it: it has no checksum, and would be read as another.
pub(crate) fn check_commit(read: &[u8], metas: &IndexMeta, words: &Path) -> Result<(), IndexError> {
    let written = serde_json::to_vec_pretty(metas).unwrap_or_default();
    if read.strip_suffix(b"\n") == Some(&written) {
        return Ok(());
    }
    Err(IndexError::damaged(words.join(COMMIT), "it is not as it was written"))
}
