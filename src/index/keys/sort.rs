//! Sorting more pairs than memory holds: sorted runs go to temporary files and are merged when all are there.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::hash::KeyHash;
use crate::error::{Context, FileError};
use crate::index::disk::Disk;

/// A key and a record that has it. A pair may stand several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub hash: KeyHash,
    pub record: u32,
}

/// Bytes of a pair in a run.
const PAIR_BYTES: usize = 12;
/// Pairs held in memory by one sorter: 16 MB.
const PAIRS_HELD: usize = 1 << 20;
/// Runs read at the same time.
const RUNS_OPEN: usize = 64;
/// Bytes of each run that are read at once.
const READ_BYTES: usize = 32 << 10;

/// Takes pairs in any order.
#[derive(Debug)]
pub(crate) struct Sorter {
    held: Vec<Pair>,
    most_held: usize,
    runs: Vec<Run>,
    /// Where runs go: this path with a number behind it.
    prefix: PathBuf,
    written: u32,
    disk: Disk,
}

/// A sorted temporary file; it goes with this.
#[derive(Debug)]
struct Run {
    path: PathBuf,
}

impl Drop for Run {
    fn drop(&mut self) {
        Disk::drop_temporary(&self.path);
    }
}

impl Sorter {
    /// A sorter whose runs are called `name` with a number behind it; no other sorter of the directory may have
    /// the name.
    pub fn new(directory: &Path, name: &str, disk: &Disk) -> Self {
        Self::holding(PAIRS_HELD, directory, name, disk)
    }

    pub(crate) fn holding(most_held: usize, directory: &Path, name: &str, disk: &Disk) -> Self {
        let prefix = directory.join(name);
        Self { held: Vec::new(), most_held, runs: Vec::new(), prefix, written: 0, disk: disk.clone() }
    }

    pub fn push(&mut self, pair: Pair) -> Result<(), FileError> {
        self.held.push(pair);
        if self.held.len() >= self.most_held { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<(), FileError> {
        self.held.sort_unstable();
        let pairs = std::mem::take(&mut self.held);
        let run = self.write(pairs.iter().map(|pair| Ok(*pair)))?;
        self.runs.push(run);
        self.held = pairs;
        self.held.clear();
        Ok(())
    }

    fn write(&mut self, pairs: impl Iterator<Item = Result<Pair, FileError>>) -> Result<Run, FileError> {
        let mut path = self.prefix.clone().into_os_string();
        path.push(format!(".{}.tmp", self.written));
        self.written += 1;
        let run = Run { path: path.into() };
        let mut file = BufWriter::with_capacity(READ_BYTES, self.disk.create(&run.path)?);
        for pair in pairs {
            file.write_all(&encoded(pair?)).context_of("write", &run.path)?;
        }
        file.flush().context_of("write", &run.path)?;
        Ok(run)
    }

    /// All pairs in their order.
    pub fn finish(self) -> Result<Sorted, FileError> {
        Self::finish_all(vec![self])
    }

    /// The pairs of several sorters in their order.
    pub fn finish_all(mut sorters: Vec<Self>) -> Result<Sorted, FileError> {
        let most = (RUNS_OPEN / sorters.len().max(1)).max(1);
        for sorter in &mut sorters {
            sorter.held.sort_unstable();
            sorter.reduce(most)?;
        }
        Sorted::of(sorters)
    }

    /// Merges runs until there are few enough to be read at once.
    fn reduce(&mut self, most: usize) -> Result<(), FileError> {
        while self.runs.len() > most {
            let together = (self.runs.len() - most + 1).clamp(2, RUNS_OPEN);
            let runs: Vec<Run> = self.runs.drain(..together).collect();
            let merged = Heads::of(runs.into_iter().map(Source::open).collect::<Result<_, _>>()?)?;
            let run = self.write(merged)?;
            self.runs.push(run);
        }
        Ok(())
    }
}

fn encoded(pair: Pair) -> [u8; PAIR_BYTES] {
    let mut bytes = [0; PAIR_BYTES];
    bytes[..8].copy_from_slice(&pair.hash.0.to_le_bytes());
    bytes[8..].copy_from_slice(&pair.record.to_le_bytes());
    bytes
}

fn decoded(bytes: [u8; PAIR_BYTES]) -> Pair {
    let (mut hash, mut record) = ([0; 8], [0; 4]);
    hash.copy_from_slice(&bytes[..8]);
    record.copy_from_slice(&bytes[8..]);
    Pair { hash: KeyHash(u64::from_le_bytes(hash)), record: u32::from_le_bytes(record) }
}

/// Sorted pairs, one after the other.
pub(crate) struct Sorted(Heads);

impl Sorted {
    fn of(sorters: Vec<Sorter>) -> Result<Self, FileError> {
        let mut sources = Vec::new();
        for sorter in sorters {
            for run in sorter.runs {
                sources.push(Source::open(run)?);
            }
            sources.push(Source::Held(sorter.held.into_iter()));
        }
        Ok(Self(Heads::of(sources)?))
    }
}

impl Iterator for Sorted {
    type Item = Result<Pair, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Where sorted pairs come from.
enum Source {
    Run { file: BufReader<File>, run: Run },
    Held(std::vec::IntoIter<Pair>),
}

impl Source {
    fn open(run: Run) -> Result<Self, FileError> {
        let file = Disk::open(&run.path)?;
        Ok(Self::Run { file: BufReader::with_capacity(READ_BYTES, file), run })
    }

    fn next(&mut self) -> Result<Option<Pair>, FileError> {
        let (file, run) = match self {
            Self::Held(pairs) => return Ok(pairs.next()),
            Self::Run { file, run } => (file, run),
        };
        let mut bytes = [0; PAIR_BYTES];
        match file.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(decoded(bytes))),
            // A run has whole pairs only: its end is the end of a pair.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error).context_of("read", &run.path),
        }
    }
}

/// The merge of several sources: the least of their first pairs comes next.
struct Heads {
    sources: Vec<Source>,
    heads: BinaryHeap<Reverse<(Pair, usize)>>,
}

impl Heads {
    fn of(mut sources: Vec<Source>) -> Result<Self, FileError> {
        let mut heads = BinaryHeap::new();
        for (at, source) in sources.iter_mut().enumerate() {
            if let Some(pair) = source.next()? {
                heads.push(Reverse((pair, at)));
            }
        }
        Ok(Self { sources, heads })
    }
}

impl Iterator for Heads {
    type Item = Result<Pair, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut head = self.heads.peek_mut()?;
        let Reverse((pair, at)) = *head;
        match self.sources[at].next() {
            // Changing the head in place costs one way down the heap instead of two.
            Ok(Some(next)) => *head = Reverse((next, at)),
            Ok(None) => {
                std::collections::binary_heap::PeekMut::pop(head);
            }
            Err(error) => {
                drop(head);
                self.heads.clear();
                return Some(Err(error));
            }
        }
        Some(Ok(pair))
    }
}
