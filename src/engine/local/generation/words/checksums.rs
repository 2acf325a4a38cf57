//! The engine's checksums: which of its files are not what it wrote.
//!
//! It must not know the article store, nor what becomes of a damaged file.

use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::index::{IndexMeta, SegmentId};

use super::COMMIT;
use super::directory::Readable;
use crate::index::{Disk, IndexError};

/// The engine's files, each read whole against its checksum; what is wrong comes back.
pub(crate) fn checksums(index: &tantivy::Index, words: &Path) -> Result<(u64, Vec<String>), IndexError> {
    let engine = |error| IndexError::engine(words, error);
    // Without this list the engine would check no file and find no fault.
    if !words.join(".managed.json").is_file() {
        return Ok((0, vec![format!("{} is missing", words.join(".managed.json").display())]));
    }
    let damaged = index.validate_checksum().map_err(engine)?;
    let files = index.directory().list_managed_files().len() as u64;
    let mut faults: Vec<String> = damaged
        .iter()
        .map(|path| format!("{} does not match its checksum", words.join(path).display()))
        .collect();
    // A file that the list lacks is not checked.
    let listed = index.directory().list_managed_files();
    let segments = index.searchable_segment_ids().map_err(engine)?;
    let live: Vec<String> = segments.iter().map(SegmentId::uuid_string).collect();
    for entry in Disk::list(words)? {
        let name = entry.file_name().unwrap_or_default();
        let of_segment = live.iter().any(|segment| name.to_string_lossy().starts_with(segment.as_str()));
        if (of_segment || name == COMMIT) && !listed.contains(Path::new(name)) {
            let list = words.join(".managed.json");
            faults.push(format!("{} does not list {}", list.display(), name.display()));
        }
    }
    // It has no checksum of its own; what is not as the engine writes it is read as something else.
    let (commit, metas) = (words.join(COMMIT), index.load_metas().map_err(engine)?);
    let read = Disk::read(&commit)?;
    let written = serde_json::to_vec_pretty(&metas).unwrap_or_default();
    if read.strip_suffix(b"\n") != Some(&written) {
        faults.push(format!("{} is not as it was written", commit.display()));
    }
    faults.sort();
    Ok((files, faults))
}

/// Checks the files of segments that are to be merged: a merge would give damage a sound checksum, and the
/// engine may panic on it in a thread of its own.
pub(crate) fn verify_segments(words: &Path, segments: &[SegmentId]) -> Result<(), IndexError> {
    let engine = |error| IndexError::engine(words, error);
    let opened = MmapDirectory::open(words).map_err(|error| engine(error.into()))?;
    let index = tantivy::Index::open(Readable(opened)).map_err(engine)?;
    let segments: Vec<String> = segments.iter().map(SegmentId::uuid_string).collect();
    for entry in Disk::list(words)? {
        let name = entry.file_name().unwrap_or_default();
        if segments.iter().any(|segment| name.to_string_lossy().starts_with(segment.as_str())) {
            let sound = index.directory().validate_checksum(Path::new(name));
            if !sound.map_err(|error| engine(error.into()))? {
                return Err(IndexError::damaged(entry, "it does not match its checksum"));
            }
        }
    }
    Ok(())
}

/// Checks the engine's own document stores before anything opens them. They are empty and small, but from a
/// damaged one the engine takes the size of what it reserves, and a process that reserves too much ends.
pub(crate) fn verify_stores(
    index: &tantivy::Index,
    metas: &IndexMeta,
    words: &Path,
) -> Result<(), IndexError> {
    let engine = |error| IndexError::engine(words, error);
    for segment in &metas.segments {
        let name = format!("{}.store", segment.id().uuid_string());
        let sound = index.directory().validate_checksum(Path::new(&name));
        if !sound.map_err(|error| engine(error.into()))? {
            return Err(IndexError::damaged(words.join(name), "it does not match its checksum"));
        }
    }
    Ok(())
}
