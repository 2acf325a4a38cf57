//! The table a vocabulary is kept in: one text of columns, compressed; and what makes one.
//!
//! After a line that says what it is (`litdex vocabulary 1`, the year, the number of headings) it has one column after
//! the other, each with a line for every heading, in the order of the tree: UI, name, tree numbers, entry terms, codes
//! of the qualifiers it may have, UIs of its pharmacological actions. `|` parts what is several.
//!
//! It must not know what is looked for in it.

use std::ops::Range;

use zstd::bulk::Compressor;
use zstd::zstd_safe::get_frame_content_size;

use super::VocabularyError;

/// Bytes the text may have: NLM's has 6 MB.
const TEXT_MAX: usize = 64 << 20;
/// Headings a table may have: NLM's has 31 thousand.
const HEADINGS_MAX: usize = 500_000;
/// Bytes a name, a UI or a tree number may have: the longest that NLM has is 250.
const NAME_MAX: usize = 1_000;

const BEGINS: &str = "litdex vocabulary 1";
const LEVEL: i32 = 19;

/// The columns, in their order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    Ui,
    Name,
    TreeNumbers,
    EntryTerms,
    Qualifiers,
    Actions,
}

const COLUMNS: usize = 6;

/// A heading as a source tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub ui: String,
    pub name: String,
    pub tree_numbers: Vec<String>,
    pub entry_terms: Vec<String>,
    /// Two letters each.
    pub qualifiers: Vec<String>,
    /// UIs of headings.
    pub actions: Vec<String>,
}

/// A table, read.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub year: u16,
    text: String,
    headings: usize,
    /// Where each line of each column begins, and where the last one ends.
    lines: Vec<u32>,
}

impl Table {
    /// Reads a table from its bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let damaged = |found: &str| VocabularyError::Damaged { found: found.to_owned() };
        // A table says how long it is; it is unpacked in one go.
        let long = get_frame_content_size(bytes).ok().flatten().ok_or_else(|| damaged("it is no table"))?;
        if long > TEXT_MAX as u64 {
            return Err(damaged("it is larger than any vocabulary"));
        }
        let text =
            zstd::bulk::decompress(bytes, long as usize).map_err(|error| damaged(&error.to_string()))?;
        let text = String::from_utf8(text).map_err(|_| damaged("it is not UTF-8"))?;
        let first = text.lines().next().unwrap_or_default();
        let mut said = first.split('\t');
        let (begins, year, headings) = (said.next(), said.next(), said.next());
        if begins != Some(BEGINS) {
            return Err(damaged("it does not begin as one"));
        }
        let number = |said: Option<&str>| said.and_then(|said| said.parse::<u32>().ok());
        let (Some(year), Some(headings)) = (number(year), number(headings)) else {
            return Err(damaged("its first line cannot be read"));
        };
        let (year, headings) = (year as u16, headings as usize);
        if headings > HEADINGS_MAX {
            return Err(damaged("it has more headings than any vocabulary"));
        }
        let mut lines = Vec::with_capacity(COLUMNS * headings + 1);
        lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end as u32 + 1));
        if lines.len() != COLUMNS * headings + 1 || lines.last().is_none_or(|end| *end as usize != text.len())
        {
            return Err(damaged("it has more or fewer lines than it says"));
        }
        Ok(Self { year, text, headings, lines })
    }

    /// Writes the table of these headings; of several with one UI the first counts.
    pub fn write(mut records: Vec<Record>, year: u16) -> Result<Vec<u8>, VocabularyError> {
        records.iter_mut().for_each(Record::clean);
        records.retain(|record| !record.ui.is_empty() && !record.name.is_empty());
        if records.is_empty() {
            return Err(VocabularyError::Empty);
        }
        if records.len() > HEADINGS_MAX {
            return Err(VocabularyError::TooLarge { most: HEADINGS_MAX });
        }
        // In the order of the tree what stands side by side is alike, and what is below something is in order.
        records.sort_by(|a, b| {
            (a.tree_numbers.is_empty(), &a.tree_numbers, &a.ui).cmp(&(
                b.tree_numbers.is_empty(),
                &b.tree_numbers,
                &b.ui,
            ))
        });
        let mut met = std::collections::HashSet::new();
        records.retain(|record| met.insert(record.ui.clone()));
        let mut text = format!("{BEGINS}\t{year}\t{}\n", records.len());
        let columns: [fn(&Record) -> String; COLUMNS] = [
            |record| record.ui.clone(),
            |record| record.name.clone(),
            |record| record.tree_numbers.join("|"),
            |record| record.entry_terms.join("|"),
            |record| record.qualifiers.join("|"),
            |record| record.actions.join("|"),
        ];
        for column in columns {
            for record in &records {
                text.push_str(&column(record));
                text.push('\n');
            }
        }
        if text.len() > TEXT_MAX {
            return Err(VocabularyError::Damaged { found: "it is larger than any vocabulary".to_owned() });
        }
        let packed = Compressor::new(LEVEL).and_then(|mut pack| {
            pack.include_checksum(true)?;
            pack.compress(text.as_bytes())
        });
        packed.map_err(|error| VocabularyError::Damaged { found: error.to_string() })
    }

    /// Number of headings.
    pub fn len(&self) -> usize {
        self.headings
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the line of a heading lies in the text.
    pub fn place(&self, column: Column, heading: usize) -> Range<usize> {
        let line = column as usize * self.headings + heading;
        match self.lines.get(line..line + 2) {
            Some(&[start, end]) if heading < self.headings => start as usize..end as usize - 1,
            _ => 0..0,
        }
    }

    /// The line of a heading.
    pub fn line(&self, column: Column, heading: usize) -> &str {
        self.text.get(self.place(column, heading)).unwrap_or_default()
    }

    /// Everything that stands in a column, with the heading it is of: the quickest way to look at all of it.
    pub fn parts(&self, column: Column) -> impl Iterator<Item = (usize, &str)> {
        let end = self.headings.checked_sub(1).map_or(0, |last| self.place(column, last).end + 1);
        let start = self.place(column, 0).start;
        let block = self.text.get(start..end).unwrap_or_default();
        let (mut from, mut heading) = (0, 0);
        let ends = memchr::memchr2_iter(b'|', b'\n', block.as_bytes());
        let parts = ends.map(move |end| {
            let part = (heading, &block[from..end]);
            from = end + 1;
            heading += usize::from(block.as_bytes()[end] == b'\n');
            part
        });
        parts.filter(|(_, part)| !part.is_empty())
    }

    /// What a line of several has.
    pub fn several(&self, column: Column, heading: usize) -> impl Iterator<Item = &str> {
        self.line(column, heading).split('|').filter(|part| !part.is_empty())
    }
}

impl Record {
    /// Takes out what no table can hold: signs that part columns, and names longer than any.
    fn clean(&mut self) {
        let of_one = |text: &mut String| {
            if text.contains(|c: char| c == '|' || c.is_control()) {
                *text = text.replace(|c: char| c == '|' || c.is_control(), " ");
            }
            if text.trim().len() != text.len() {
                *text = text.trim().to_owned();
            }
            if text.len() > NAME_MAX {
                text.clear();
            }
        };
        of_one(&mut self.ui);
        of_one(&mut self.name);
        for several in
            [&mut self.tree_numbers, &mut self.entry_terms, &mut self.qualifiers, &mut self.actions]
        {
            several.iter_mut().for_each(of_one);
            let mut met = std::collections::HashSet::new();
            several.retain(|text| !text.is_empty() && met.insert(text.clone()));
        }
        let name = std::mem::take(&mut self.name);
        self.entry_terms.retain(|term| *term != name);
        self.name = name;
        self.tree_numbers.sort_unstable();
    }
}
