//! Where the next record starts behind one that cannot be read and may have swallowed it.
//!
//! Nothing here is asked while records are sound, so that it cannot harm one that is written oddly.
//!
//! It must not know what is in a record but how it starts.

use memchr::{memchr_iter, memmem};

/// How much of the start of a record is remembered.
const START_MAX_BYTES: usize = 64;

/// A start that is shorter may be that of anything.
const START_MIN_BYTES: usize = 6;

/// Text that may be looked at once more than it is long, for every byte of records and at the beginning.
const AGAIN_TIMES: u64 = 8;
const AGAIN_MIN_BYTES: u64 = 256 << 20;

/// What the records of a document have in common.
#[derive(Debug)]
pub(super) struct Resume {
    /// The text every sound record starts with.
    start: Vec<u8>,
    /// Whether that was learned from more than one.
    is_known: bool,
    /// Bytes that may still be looked at again: hostile text costs no more than a few times its length.
    again: u64,
}

impl Resume {
    pub fn new() -> Self {
        Self { start: Vec::new(), is_known: false, again: AGAIN_MIN_BYTES }
    }

    /// Learns from a record that is sound.
    pub fn learn(&mut self, record: &[u8]) {
        self.again += AGAIN_TIMES * record.len() as u64;
        self.is_known = !self.start.is_empty();
        if !self.is_known {
            self.start.extend(&record[..record.len().min(START_MAX_BYTES)]);
        }
        let same = self.start.iter().zip(record).take_while(|(known, new)| known == new).count();
        self.start.truncate(same.max(1));
    }

    /// Where in the text of a record that is not sound the next one starts. `column` is where it stands
    /// itself on its line.
    pub fn find(&mut self, text: &[u8], column: Option<usize>) -> Option<usize> {
        let at = column.and_then(|column| line_start(text, column)).or_else(|| self.like_start(text))?;
        let again = (text.len() - at) as u64;
        self.again = self.again.checked_sub(again)?;
        Some(at)
    }

    /// The next object that starts as the records do, and not within a list of its own.
    fn like_start(&self, text: &[u8]) -> Option<usize> {
        // One record alone tells no more than the first key.
        let first_key = &text[..text.iter().position(|&b| b == b':').map_or(0, |at| at + 1)];
        let start = if self.is_known { &self.start } else { first_key };
        if start.len() < START_MIN_BYTES {
            return None;
        }
        let body = text.get(1..)?;
        memmem::find_iter(body, start)
            .map(|at| at + 1)
            .find(|&at| text[..at].ends_with(b",") || follows_line(text, at))
    }
}

/// The next object that starts on a line of its own, no further in than the column.
fn line_start(text: &[u8], column: usize) -> Option<usize> {
    memchr_iter(b'\n', text).find_map(|end| {
        let line = &text[end + 1..];
        let blanks = line.iter().take(column + 1).take_while(|b| matches!(b, b' ' | b'\t')).count();
        (line.get(blanks) == Some(&b'{') && blanks <= column).then_some(end + 1 + blanks)
    })
}

fn follows_line(text: &[u8], at: usize) -> bool {
    let before = text[..at].trim_ascii_end();
    before.len() < at && before.ends_with(b",")
}
