//! Compaction: the frames of living records go into a new set of files, and the old set is removed.
//!
//! Frames are copied as they are, with their checksums: what is damaged stays damaged and is found as before.
//! The new set counts with the next commit, which names it; until then the old one is in force, whatever
//! happens. What is not in force is removed after the commit, or by the next writer.

use std::io::{BufWriter, Write};

use super::living::RecordSet;
use super::read::StoreReader;
use super::write::StoreWriter;
use super::{LIVING, TABLE, named};
use crate::error::{Context, FileError};
use crate::index::stored::{PARTS, Part};
use crate::index::{Disk, IndexError, StoreLengths};

impl StoreWriter {
    /// Compacts the store where that is worth it, and says whether it did. `living` tells the records that
    /// articles need, as of the last commit; nothing may have been appended or marked dead since.
    pub fn compact_if_worth<E: From<IndexError>>(
        &mut self,
        living: impl FnOnce() -> Result<RecordSet, E>,
    ) -> Result<bool, E> {
        let worth = self.lengths.is_worth_compacting();
        if worth {
            self.compact(&living()?)?;
        }
        Ok(worth)
    }

    /// Copies the living records into new files, to be appended to from now on.
    pub(super) fn compact(&mut self, living: &RecordSet) -> Result<(), IndexError> {
        let (found, counted) = (living.len(), self.lengths.living_records());
        if found != counted {
            // Better no compaction than one that loses articles.
            let found = format!("{found} articles need a record, {counted} records are counted as needed");
            return Err(IndexError::damaged(&self.directory, found));
        }
        self.flush()?;
        let old = StoreReader::open(&self.directory, self.lengths)?;
        let records = self.lengths.records;
        let lengths = StoreLengths { files: self.lengths.files + 1, ..StoreLengths::default() };
        let mut new = Self::begin(&self.directory, lengths, self.disk.clone())?;
        for record in living.iter() {
            let mut frames: [&[u8]; PARTS] = Default::default();
            for part in Part::EVERY {
                frames[part as usize] = old.frame(record, part)?;
            }
            new.push(frames)?;
        }
        let path = self.directory.join(named(LIVING, lengths.files));
        let mut file = BufWriter::new(self.disk.create(&path)?);
        living.write(records, &mut file).and_then(|()| file.flush()).context_of("write", &path)?;
        self.disk.sync(file.get_ref(), &path)?;
        (new.lengths.records, new.lengths.packed, new.lengths.packed_living) =
            (records, records, living.len());
        new.sync()?;
        self.disk.sync_directory(&self.directory)?;
        new.is_swept = false;
        *self = new;
        Ok(())
    }

    /// Removes the files of other sets than the present one.
    pub(super) fn sweep(&self) -> Result<(), FileError> {
        let names: Vec<&str> = Part::EVERY.into_iter().map(Part::file_name).chain([TABLE, LIVING]).collect();
        for entry in Disk::list(&self.directory)? {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            let (base, files) = match name.rsplit_once('.').map(|(base, files)| (base, files.parse())) {
                Some((base, Ok(files))) => (base, files),
                _ => (&*name, 0),
            };
            if names.contains(&base) && files != self.lengths.files {
                self.disk.remove_file(&entry)?;
            }
        }
        Ok(())
    }
}
