//! A directory that is watched while it is written, and what is left of it when the process is killed or the power cut.
//!
//! A power cut leaves of a file what it held when it was last synced, and of a directory the names that it had then. The
//! system may have written more by itself, or only a part, so what is left is made up in several ways ([`Loss`]). Files
//! and directories are known by their inodes: a rename moves a name, not what was synced.
//!
//! What is left is taken down before every step, so one run of a build tells of a death at each of its steps.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::{Disk, Step};

/// What is lost of that which was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Loss {
    /// Nothing: the process is killed, the system goes on.
    Nothing,
    /// Names and data.
    All,
    /// Names alone.
    Names,
    /// Data alone: files have their names and end early.
    Data,
    /// Half of the data.
    Half,
    /// Data alone: files have their lengths, and zeros.
    Zeros,
    /// One or the other, of each file and each directory by itself; the number is what the dice start from.
    Any(u64),
}

impl Loss {
    /// The ways to try; of the mixed ones, so many.
    pub fn every(mixed: u64) -> Vec<Self> {
        let plain = [Self::Nothing, Self::All, Self::Names, Self::Data, Self::Half, Self::Zeros];
        plain.into_iter().chain((0..mixed).map(Self::Any)).collect()
    }

    /// What a file loses, given a throw of the dice for it.
    fn of_data(self, throw: u64) -> Self {
        match self {
            Self::Any(_) => [Self::Nothing, Self::Data, Self::Half, Self::Zeros][throw as usize % 4],
            Self::All => Self::Data,
            Self::Names => Self::Nothing,
            other => other,
        }
    }

    fn is_of_names(self, throw: u64) -> bool {
        match self {
            Self::Any(_) => throw.is_multiple_of(2),
            other => matches!(other, Self::All | Self::Names),
        }
    }
}

/// Files by their paths, and directories, which hold nothing themselves.
type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// What one death leaves.
pub(super) struct Left {
    /// Before which step it came, and what was lost.
    pub death: String,
    /// How often [`Watched::done`] was told before.
    pub done: usize,
    tree: Tree,
}

impl Left {
    /// Lays it out in a directory that is made anew.
    pub fn lay_out(&self, directory: &Path) {
        let _ = fs::remove_dir_all(directory);
        fs::create_dir(directory).unwrap();
        for (path, content) in &self.tree {
            let path = directory.join(path);
            match content {
                Some(content) => fs::write(path, content).unwrap(),
                None => fs::create_dir(path).unwrap(),
            }
        }
    }
}

/// An entry of a directory.
#[derive(Clone)]
struct Entry {
    name: OsString,
    inode: u64,
    is_directory: bool,
}

/// A directory that is watched.
pub(super) struct Watched {
    root: PathBuf,
    losses: Vec<Loss>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// Everything that was ever there, with its turn: open, so that no other is given its inode and it can be read when
    /// its name is gone.
    handles: HashMap<u64, (File, usize)>,
    /// What files held when they were last synced.
    content: HashMap<u64, Vec<u8>>,
    /// What directories listed when they were last synced.
    entries: HashMap<u64, Vec<Entry>>,
    steps: usize,
    syncs_of_directories: Vec<usize>,
    done: usize,
    left: Vec<Left>,
    known: HashSet<u64>,
}

impl Watched {
    /// Watches a directory, of which everything is on the device.
    pub fn new(root: &Path, losses: Vec<Loss>) -> Arc<Self> {
        let mut seen = Seen::default();
        let now = seen.look(root);
        for &inode in now.keys().chain(now.values().flatten().map(|entry| &entry.inode)) {
            if !now.contains_key(&inode) {
                let content = seen.read(inode);
                seen.content.insert(inode, content);
            }
        }
        seen.entries = now;
        Arc::new(Self { root: root.to_path_buf(), losses, seen: Mutex::new(seen) })
    }

    /// The disk by which it is to be written.
    pub fn disk(self: &Arc<Self>) -> Disk {
        let watched = self.clone();
        Disk::hooked(move |step, path| {
            watched.before(step, path);
            Ok(())
        })
    }

    /// The same, but from a step of this number on everything fails: the process dies there, and the system goes on.
    pub fn disk_until(self: &Arc<Self>, death: usize) -> Disk {
        let watched = self.clone();
        Disk::hooked(move |step, path| {
            if watched.steps() + 1 >= death {
                return Err(io::Error::other("injected"));
            }
            watched.before(step, path);
            Ok(())
        })
    }

    fn steps(&self) -> usize {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).steps
    }

    /// The numbers of the steps so far that sync a directory.
    pub fn syncs_of_directories(&self) -> Vec<usize> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).syncs_of_directories.clone()
    }

    /// Takes note that the writer says of something that it is done.
    pub fn done(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.done += 1;
        let death = format!("after it said it was done, the {}. time", seen.done);
        seen.die(&death, &self.root, &self.losses, &|_| true);
    }

    /// What the deaths since the last call leave, each once.
    pub fn left(&self) -> Vec<Left> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.known.clear();
        std::mem::take(&mut seen.left)
    }

    fn before(&self, step: Step, path: &Path) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.steps += 1;
        let inside = path.strip_prefix(&self.root).unwrap();
        let death = format!("before step {}, {step:?} {}", seen.steps, inside.display());
        seen.die(&death, &self.root, &self.losses, &|_| true);
        match step {
            Step::Sync => seen.sync(path),
            Step::SyncDirectory => {
                seen.sync_directory(path);
                let step = seen.steps;
                seen.syncs_of_directories.push(step);
            }
            // A tree goes file by file.
            Step::Remove if path.is_dir() => {
                let is_left =
                    |path: &Path| !path.starts_with(inside) || path.to_string_lossy().len().is_multiple_of(2);
                seen.die(&format!("{death}, half way"), &self.root, &[Loss::Nothing], &is_left);
            }
            Step::Write | Step::Rename | Step::Remove => {}
        }
    }
}

impl Seen {
    /// Lists a directory and all below it. What comes or goes meanwhile may be missed.
    fn look(&mut self, root: &Path) -> HashMap<u64, Vec<Entry>> {
        let mut found = HashMap::new();
        let mut waiting = vec![root.to_path_buf()];
        while let Some(path) = waiting.pop() {
            let Ok(entries) = self.list(&path) else { continue };
            let below = entries.iter().filter(|entry| entry.is_directory);
            waiting.extend(below.map(|entry| path.join(&entry.name)));
            found.insert(fs::metadata(&path).unwrap().ino(), entries);
        }
        found
    }

    fn list(&mut self, path: &Path) -> io::Result<Vec<Entry>> {
        self.keep(path)?;
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            // A temporary file may go at any moment.
            let Ok(metadata) = self.keep(&entry.path()) else { continue };
            let (inode, is_directory) = (metadata.ino(), metadata.is_dir());
            entries.push(Entry { name: entry.file_name(), inode, is_directory });
        }
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(entries)
    }

    fn keep(&mut self, path: &Path) -> io::Result<fs::Metadata> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let turn = self.handles.len();
        self.handles.entry(metadata.ino()).or_insert((file, turn));
        Ok(metadata)
    }

    /// What a file holds now.
    fn read(&self, inode: u64) -> Vec<u8> {
        let file = &self.handles[&inode].0;
        let mut bytes = vec![0; file.metadata().unwrap().len() as usize];
        let read = file.read_at(&mut bytes, 0).unwrap();
        bytes.truncate(read);
        bytes
    }

    fn sync(&mut self, path: &Path) {
        let inode = self.keep(path).unwrap().ino();
        let content = self.read(inode);
        self.content.insert(inode, content);
    }

    fn sync_directory(&mut self, path: &Path) {
        let entries = self.list(path).unwrap();
        if path.ends_with("words") {
            // The engine syncs its files when they are complete, which no step tells.
            for entry in entries.iter().filter(|entry| !entry.name.to_string_lossy().ends_with(".new")) {
                let content = self.read(entry.inode);
                self.content.insert(entry.inode, content);
            }
        }
        let inode = self.keep(path).unwrap().ino();
        self.entries.insert(inode, entries);
    }

    /// Takes down what is left by each loss; `is_left` leaves out what goes in another way.
    fn die(&mut self, death: &str, root: &Path, losses: &[Loss], is_left: &dyn Fn(&Path) -> bool) {
        let now = self.look(root);
        let root = fs::metadata(root).unwrap().ino();
        for &loss in losses {
            let mut tree = Tree::new();
            self.remains(&now, (root, Path::new("")), loss, &mut tree);
            tree.retain(|path, content| content.is_none() || is_left(path));
            let mut hasher = DefaultHasher::new();
            (self.done, &tree).hash(&mut hasher);
            if self.known.insert(hasher.finish()) {
                let death = format!("{death}, lost: {loss:?}");
                self.left.push(Left { death, done: self.done, tree });
            }
        }
    }

    fn remains(
        &self,
        now: &HashMap<u64, Vec<Entry>>,
        (directory, path): (u64, &Path),
        loss: Loss,
        tree: &mut Tree,
    ) {
        let names = if loss.is_of_names(self.throw(directory, loss)) { &self.entries } else { now };
        for Entry { name, inode, is_directory } in names.get(&directory).into_iter().flatten() {
            let path = path.join(name);
            if *is_directory {
                tree.insert(path.clone(), None);
                self.remains(now, (*inode, &path), loss, tree);
            } else {
                let content = self.content_left(*inode, loss.of_data(self.throw(*inode, loss)));
                tree.insert(path, Some(content));
            }
        }
    }

    fn content_left(&self, inode: u64, loss: Loss) -> Vec<u8> {
        let now = self.read(inode);
        let synced = self.content.get(&inode).map_or(&[][..], Vec::as_slice);
        if loss == Loss::Nothing || now == synced {
            return now;
        }
        let mut left = synced.to_vec();
        let more = if now.starts_with(synced) { &now[synced.len()..] } else { &[] };
        match loss {
            Loss::Half => left.extend_from_slice(&more[..more.len() / 2]),
            Loss::Zeros => left.resize(left.len() + more.len(), 0),
            _ => {}
        }
        left
    }

    /// A throw of the dice for one file or directory at this step.
    fn throw(&self, inode: u64, loss: Loss) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.handles[&inode].1, self.steps, loss).hash(&mut hasher);
        hasher.finish()
    }
}
