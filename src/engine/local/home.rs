//! The local home: a directory of generations, as everything above sees it.

use std::path::Path;
use std::sync::Arc;

use super::generation::{Dictionaries, Generation, GenerationWriter, Root, WORDS, WriterLock};
use super::{EngineError, LocalSnapshot};
use crate::index::{
    Disk, Home, IndexError, Lease, Manifest, Snapshot, Source, Works, WriteOptions, Writer, guarded,
};
use crate::model::Article;

impl Home for Root {
    fn path(&self) -> &Path {
        &self.path
    }

    fn owns(&self, name: &str) -> bool {
        Self::owns(name)
    }

    fn current(&self) -> Result<Option<u64>, IndexError> {
        self.current()
    }

    fn sources(&self) -> Result<Vec<Source>, IndexError> {
        Generation::sources(self)
    }

    fn side_file(&self, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        Generation::side_file(self, name)
    }

    fn snapshot(&self) -> Result<Arc<dyn Snapshot>, EngineError> {
        guarded(&self.path, || {
            let roots = std::slice::from_ref(self);
            Ok(Arc::new(LocalSnapshot::open(roots, &self.path)?) as Arc<dyn Snapshot>)
        })
    }

    fn works(&self) -> Result<Box<dyn Works>, IndexError> {
        Ok(Box::new(Generation::open(self)?))
    }

    fn lease(&self, what: &'static str) -> Result<Box<dyn Lease>, IndexError> {
        if !self.current_path().exists() {
            // What a first build syncs in a directory is worth nothing while the directory itself may go.
            self.disk.create_named(&self.path)?;
        }
        let lock = WriterLock::take(&self.path, what)?;
        Ok(Box::new(LocalLease { root: self.clone(), _lock: lock }))
    }
}

/// The right to write a directory of generations.
struct LocalLease {
    root: Root,
    _lock: WriterLock,
}

impl Lease for LocalLease {
    fn clear_unfinished(&self) -> Result<(), IndexError> {
        let root = &self.root;
        root.clear_unfinished()?;
        Disk::drop_replacement(&root.current_path());
        let Some(current) = root.current()? else { return Ok(()) };
        if !root.current_path().exists() {
            // Its first build was stopped before it said so. A second generation would make a guess of what is in use.
            root.point_at(current)?;
        }
        // What a stopped process renamed may not be on the device yet. Until it is, nothing that it took the place of
        // may be removed, nor anything be said to be done.
        let generation = root.generation(current);
        for directory in [&generation.join(WORDS), &generation, &root.path] {
            if directory.is_dir() {
                root.disk.sync_directory(directory)?;
            }
        }
        // A rebuild that was stopped before it was put into use left a generation behind the one in use. It costs only
        // room, so what cannot be removed is left to the next build.
        let _ = root.sweep(None);
        Ok(())
    }

    fn begin(
        &self,
        sample: &[Article],
        options: WriteOptions,
    ) -> Result<(Box<dyn Writer>, Manifest), IndexError> {
        let dictionaries = Dictionaries::train(sample);
        let (number, directory) = self.root.begin()?;
        match GenerationWriter::create(&self.root, (number, &directory), &dictionaries, options) {
            Ok((writer, manifest)) => Ok((Box::new(writer), manifest)),
            Err(error) => {
                // A full disk must not stay full of it; where it cannot be removed the next build tries again.
                let _ = self.root.clear_unfinished();
                Err(error)
            }
        }
    }

    fn reopen(&self, options: WriteOptions) -> Result<(Box<dyn Writer>, Manifest), IndexError> {
        let number = self.root.current()?;
        let number = number.ok_or_else(|| IndexError::Missing { path: self.root.path.clone() })?;
        let (writer, manifest) = GenerationWriter::open(&self.root, number, options)?;
        Ok((Box::new(writer), manifest))
    }

    fn publish(&self, built: Box<dyn Writer>) -> Result<Option<IndexError>, IndexError> {
        let number = built.generation();
        // Nothing of it is open any more when it takes its name.
        drop(built);
        // Where it cannot be told what was in use, the latest is kept.
        let before = self.root.current().ok().flatten();
        self.root.publish(number)?;
        Ok(self.root.sweep(before).err())
    }

    fn roll_back(&self) -> Result<u64, IndexError> {
        let earlier = self.root.earlier()?;
        // What cannot be opened must not take the place of what can.
        let opened = guarded(&self.root.path, || Generation::open_number(&self.root, earlier));
        opened.map_err(|error| error.of_earlier())?;
        self.root.point_at(earlier)?;
        Ok(earlier)
    }
}

/// When the article of an id came and when it last changed, as the sequences of these commits.
#[cfg(test)]
pub(crate) fn stamp_of(index: &Path, id: &crate::model::ArticleId) -> crate::index::stored::Stamp {
    let generation = Generation::open(&Root::new(index, crate::index::Disk::default())).unwrap();
    generation.store.stamp(generation.record_of(id).unwrap().unwrap()).unwrap()
}
