//! The pairs of several files in one order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::read::{Cursor, KeyFile};
use crate::index::keys::KeyHash;
use crate::index::keys::Pair;
use crate::index::{IndexError, Pairs};

/// The pairs of several files from one hash to another, both included, in their order.
pub(crate) struct Merged<'f> {
    cursors: Vec<Cursor<'f>>,
    heads: BinaryHeap<Reverse<(Pair, usize)>>,
    last: KeyHash,
}

impl<'f> Merged<'f> {
    pub(super) fn of<'a: 'f>(
        files: impl IntoIterator<Item = &'a KeyFile>,
        first: KeyHash,
        last: KeyHash,
    ) -> Result<Self, IndexError> {
        let mut merged = Self { cursors: Vec::new(), heads: BinaryHeap::new(), last };
        for file in files {
            let mut cursor = file.cursor();
            cursor.seek(first)?;
            merged.cursors.push(cursor);
            merged.enter(merged.cursors.len() - 1)?;
        }
        Ok(merged)
    }

    /// Lets the next pair of a file take part.
    fn enter(&mut self, at: usize) -> Result<(), IndexError> {
        if let Some(pair) = self.cursors[at].next()?.filter(|pair| pair.hash <= self.last) {
            self.heads.push(Reverse((pair, at)));
        }
        Ok(())
    }
}

impl Pairs for Merged<'_> {
    fn seek(&mut self, hash: KeyHash) -> Result<(), IndexError> {
        while let Some(&Reverse((pair, at))) = self.heads.peek() {
            if pair.hash >= hash {
                break;
            }
            self.heads.pop();
            self.cursors[at].seek(hash)?;
            self.enter(at)?;
        }
        Ok(())
    }

    fn next_pair(&mut self) -> Result<Option<Pair>, IndexError> {
        let Some(Reverse((pair, at))) = self.heads.pop() else { return Ok(None) };
        self.enter(at)?;
        Ok(Some(pair))
    }

    fn next_hash(&self) -> Option<KeyHash> {
        self.heads.peek().map(|Reverse((pair, _))| pair.hash)
    }
}

impl Iterator for Merged<'_> {
    type Item = Result<Pair, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_pair().transpose()
    }
}
