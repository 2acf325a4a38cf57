//! Reading a generation: the postings and the articles of one commit.
//!
//! It must not know what is searched for.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use tantivy::{ReloadPolicy, Searcher, SegmentMeta};

use super::keys::Keys;
use super::manifest::commit_of;
use super::root::Root;
use super::side::SideFiles;
use super::store::StoreReader;
use super::words::{COMMIT, Places, Readable, check_commit, check_schema};
use super::{ARTICLES, KEYS, WORDS};
use crate::index::{BAGS, Disk, IndexError, Manifest, Source, guarded};

/// A generation as of one commit; it stays readable whatever is written meanwhile.
pub(crate) struct Generation {
    pub number: u64,
    pub directory: PathBuf,
    pub searcher: Searcher,
    /// What the commit says of its segments.
    pub segments: Vec<SegmentMeta>,
    pub store: StoreReader,
    /// From keys to records; they may be of deleted articles, or share no more than a hash.
    pub keys: Keys,
    places: OnceLock<Places>,
    pub index: tantivy::Index,
    /// Lengths of all living articles in each ranking bag, summed.
    pub tokens: [u64; BAGS],
    pub side: SideFiles,
    manifest: Manifest,
    stamp: Stamp,
}

/// What tells one commit from another without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    current: Option<(SystemTime, u64)>,
    meta: Option<(SystemTime, u64)>,
}

/// A writer may remove a file between the moment it is named and the moment it is opened; then a new
/// commit is there to be read.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(5);

impl Generation {
    /// Opens the current generation.
    pub fn open(root: &Root) -> Result<Self, IndexError> {
        guarded(&root.path, || {
            let mut tries = 0;
            loop {
                let result = Self::open_current(root);
                tries += 1;
                match result {
                    Ok(generation) => return Ok(generation),
                    Err(error @ (IndexError::Missing { .. } | IndexError::Outdated { .. })) => {
                        return Err(error);
                    }
                    Err(error) if tries == TRIES => return Err(error.of_missing_file()),
                    Err(_) => std::thread::sleep(PAUSE),
                }
            }
        })
    }

    fn open_current(root: &Root) -> Result<Self, IndexError> {
        let number = root.current()?.ok_or_else(|| IndexError::Missing { path: root.path.clone() })?;
        Self::open_number(root, number)
    }

    /// Opens a generation, whether or not it is the current one.
    pub fn open_number(root: &Root, number: u64) -> Result<Self, IndexError> {
        Self::open_directory(root, number, root.generation(number))
    }

    /// Opens a generation in the directory where it is being built.
    pub fn open_directory(root: &Root, number: u64, directory: PathBuf) -> Result<Self, IndexError> {
        let stamp = Stamp::of(root, &directory);
        // An index of another version must be refused before the engine trips over it, and other code's
        // index told from a damaged one.
        let (mut manifest, manifest_hash) = Manifest::read_any(&directory)?;
        manifest.check(&directory)?;
        let engine = |error| IndexError::engine(&directory, error);
        let words = Readable::open(&directory.join(WORDS), root.files.clone()).map_err(engine)?;
        let index = tantivy::Index::open(words).map_err(engine)?;
        check_schema(&index, &directory)?;
        let last_commit = directory.join(WORDS).join(COMMIT);
        let committed = Disk::read(&last_commit)?;
        let metas = index.load_metas().map_err(engine)?;
        let commit = commit_of(&metas, &directory)?;
        if commit.manifest != manifest_hash {
            manifest = Manifest::read(&directory, &commit)?;
        }
        check_commit(&committed, &metas, &directory.join(WORDS))?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(engine)?;
        if Disk::read(&last_commit)? != committed {
            return Err(IndexError::damaged(&directory, "it changed while it was opened"));
        }
        let store = StoreReader::open(&directory.join(ARTICLES), manifest.store)?;
        let keys = Keys::open(&directory.join(KEYS), &manifest.keys)?;
        let side = SideFiles::open(&directory, &manifest.files)?;
        let searcher = reader.searcher();
        if manifest.articles == 0 {
            manifest.articles = searcher.num_docs();
        }
        Ok(Self {
            number,
            directory,
            searcher,
            segments: metas.segments,
            store,
            keys,
            places: OnceLock::new(),
            index,
            tokens: manifest.tokens,
            side,
            manifest,
            stamp,
        })
    }

    /// Whether nothing was written since it was opened, as far as two looks at the disk can tell.
    pub fn is_fresh(&self, root: &Root) -> bool {
        Stamp::of(root, &self.directory) == self.stamp
    }

    /// The sources of the generation in use, whether or not it can be searched.
    pub fn sources(root: &Root) -> Result<Vec<Source>, IndexError> {
        let missing = || IndexError::Missing { path: root.path.clone() };
        if let Ok(number) = root.current() {
            return Manifest::sources_of(&root.generation(number.ok_or_else(missing)?));
        }
        // What is in use cannot be told: the last one that was built was made from what is wanted most likely.
        let mut generations = root.generations()?.into_iter().rev().map(|number| root.generation(number));
        let holds_any = |path: &PathBuf| path.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        let last = generations.find(holds_any).ok_or_else(missing)?;
        match root.named()? {
            Some(named) if !named.exists() => Err(IndexError::damaged(named, "it is missing")),
            _ => Manifest::sources_of(&last),
        }
    }

    /// A side file of the generation in use, whether or not it is whole and of this version.
    pub fn side_file(root: &Root, name: &str) -> Result<Option<Vec<u8>>, IndexError> {
        let Some(number) = root.current()? else { return Ok(None) };
        let directory = root.generation(number);
        let mut files = Manifest::read_any(&directory)?.0.files;
        files.retain(|file| file.name == name);
        Ok(SideFiles::open(&directory, &files)?.read(name)?.map(<[u8]>::to_vec))
    }

    /// Where records stand among the documents; found out when first asked for.
    pub fn places(&self) -> Result<&Places, IndexError> {
        if let Some(places) = self.places.get() {
            return Ok(places);
        }
        let places = guarded(&self.directory, || {
            Places::of(self.searcher.segment_readers())
                .map_err(|error| IndexError::engine(&self.directory, error))
        })?;
        Ok(self.places.get_or_init(|| places))
    }

    /// The manifest of this commit.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

impl Stamp {
    fn of(root: &Root, directory: &Path) -> Self {
        let look = |path: PathBuf| {
            let metadata = path.metadata().ok()?;
            Some((metadata.modified().ok()?, metadata.len()))
        };
        Self { current: look(root.current_path()), meta: look(directory.join(WORDS).join(COMMIT)) }
    }
}
