//! NLM's descriptor file (`desc2025.xml`) becomes a vocabulary.
//!
//! It is read as it comes, one heading at a time: no part of the file may be longer than a heading's note can be.
//!
//! It must not know how a table is laid out.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::table::{Record, Table};
use super::{Vocabulary, VocabularyError};

/// Bytes the file may have, unpacked: NLM's has 310 MB.
const FILE_MAX: u64 = 4 << 30;
/// Bytes between two signs of markup.
const PART_MAX: usize = 1 << 20;
/// Elements one within the other.
const NESTING_MAX: usize = 32;
/// Headings, and what one of them may have of each kind.
const HEADINGS_MAX: usize = 500_000;
const OF_HEADING_MAX: usize = 10_000;
/// Bytes of all that is kept.
const KEPT_MAX: usize = 256 << 20;

impl Vocabulary {
    /// Reads the descriptors of MeSH as NLM publishes them in XML, plain or packed by gzip, and gives the bytes that
    /// [`from_bytes`](Self::from_bytes) reads. The year is that of the file's document type, or that of its name.
    ///
    /// ```
    /// use litdex::vocabulary::Vocabulary;
    /// let file = "<DescriptorRecordSet LanguageCode='eng'><DescriptorRecord><DescriptorUI>D006333</DescriptorUI>\
    ///     <DescriptorName><String>Heart Failure</String></DescriptorName></DescriptorRecord></DescriptorRecordSet>";
    /// let vocabulary = Vocabulary::from_bytes(&Vocabulary::read_xml(file.as_bytes(), "desc2025.xml")?)?;
    /// assert_eq!((vocabulary.year(), vocabulary.headings()), (2025, 1));
    /// # Ok::<(), litdex::vocabulary::VocabularyError>(())
    /// ```
    ///
    /// # Errors
    /// A file that is none, or that holds more than any.
    pub fn read_xml(file: impl Read, name: &str) -> Result<Vec<u8>, VocabularyError> {
        let mut file = BufReader::with_capacity(1 << 16, file);
        let is_packed = file.fill_buf().map_err(|error| damaged(&error))?.starts_with(&[0x1f, 0x8b]);
        let file: Box<dyn Read + '_> =
            if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let window = Window { inner: BufReader::with_capacity(1 << 16, file.take(FILE_MAX)), left: PART_MAX };
        let mut pass = Pass { year: year_in(name), ..Pass::default() };
        pass.read(Reader::from_reader(window))?;
        let year = pass.year.ok_or(VocabularyError::NoYear)?;
        Table::write(pass.records, year)
    }
}

fn damaged(found: &dyn std::fmt::Display) -> VocabularyError {
    VocabularyError::Damaged { found: found.to_string() }
}

/// The year in the name of a file or of a document type: `desc2025.xml`, `nlmdescriptorrecordset_20250101.dtd`.
fn year_in(name: &str) -> Option<u16> {
    let mut runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 4);
    let year = |run: &str| run.get(..4)?.parse::<u16>().ok().filter(|year| (1960..3000).contains(year));
    runs.find_map(year)
}

/// A file of which no more than so much is read until it is said that a part has come to its end.
struct Window<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Read for Window<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("a part of it is longer than any may be"));
        }
        let left = self.left;
        self.inner.fill_buf().map(|bytes| &bytes[..bytes.len().min(left)])
    }

    fn consume(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes);
        self.inner.consume(bytes);
    }
}

/// A file while it is read.
#[derive(Default)]
struct Pass {
    year: Option<u16>,
    records: Vec<Record>,
    record: Record,
    /// The elements that are open.
    path: Vec<String>,
    /// The text of the innermost.
    text: String,
    kept: usize,
    is_of_descriptors: bool,
}

impl Pass {
    fn read<R: BufRead>(&mut self, mut reader: Reader<Window<R>>) -> Result<(), VocabularyError> {
        reader.config_mut().allow_dangling_amp = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            reader.get_mut().left = PART_MAX;
            let event = reader.read_event_into(&mut buffer).map_err(|error| damaged(&error))?;
            match event {
                Event::DocType(said) => {
                    self.year = year_in(&said).or(self.year);
                }
                Event::Start(start) => self.open(start.local_name().as_ref())?,
                Event::End(_) => self.close()?,
                Event::Text(text) => self.push(&text),
                Event::CData(text) => self.push(&text),
                Event::GeneralRef(name) => self.reference(&name),
                Event::Eof if self.path.is_empty() => return Ok(()),
                Event::Eof => return Err(damaged(&"it ends in the middle")),
                _ => {}
            }
        }
    }

    fn open(&mut self, name: &str) -> Result<(), VocabularyError> {
        if self.path.is_empty() {
            self.is_of_descriptors = name == "DescriptorRecordSet";
            if !self.is_of_descriptors {
                let found: String = name.chars().take(60).collect();
                return Err(damaged(&format!("it is a {found:?}, not a DescriptorRecordSet")));
            }
        }
        if self.path.len() == NESTING_MAX {
            return Err(damaged(&"its elements are nested deeper than any may be"));
        }
        self.path.push(name.to_owned());
        self.text.clear();
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if self.text.len() < PART_MAX {
            self.text.push_str(text);
        }
    }

    fn reference(&mut self, name: &str) {
        let known = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            other => other.strip_prefix('#').and_then(|code| {
                let hexadecimal =
                    code.strip_prefix(['x', 'X']).map(|code| u32::from_str_radix(code, 16).ok());
                char::from_u32(hexadecimal.unwrap_or_else(|| code.parse().ok())?)
            }),
        };
        match known {
            Some(character) => self.push(character.encode_utf8(&mut [0; 4])),
            None => self.push(&format!("&{name};")),
        }
    }

    /// Takes what the element that ends says.
    fn close(&mut self) -> Result<(), VocabularyError> {
        let text = std::mem::take(&mut self.text);
        let of: Vec<&str> = self.path.iter().skip(1).map(String::as_str).collect();
        let record = &mut self.record;
        let several = match of.as_slice() {
            ["DescriptorRecord"] => {
                self.records.push(std::mem::take(record));
                if self.records.len() > HEADINGS_MAX {
                    return Err(VocabularyError::TooLarge { most: HEADINGS_MAX });
                }
                None
            }
            ["DescriptorRecord", "DescriptorUI"] => {
                self.kept += text.len();
                text.trim().clone_into(&mut record.ui);
                None
            }
            ["DescriptorRecord", "DescriptorName", "String"] => {
                self.kept += text.len();
                text.trim().clone_into(&mut record.name);
                None
            }
            ["DescriptorRecord", "TreeNumberList", "TreeNumber"] => Some(&mut record.tree_numbers),
            ["DescriptorRecord", "ConceptList", "Concept", "TermList", "Term", "String"] => {
                Some(&mut record.entry_terms)
            }
            ["DescriptorRecord", "AllowableQualifiersList", "AllowableQualifier", "Abbreviation"] => {
                Some(&mut record.qualifiers)
            }
            // Until 2008 they stood with the concept.
            [
                "DescriptorRecord",
                ..,
                "PharmacologicalActionList",
                "PharmacologicalAction",
                "DescriptorReferredTo",
                "DescriptorUI",
            ] => Some(&mut record.actions),
            _ => None,
        };
        if let Some(several) = several
            && several.len() < OF_HEADING_MAX
        {
            self.kept += text.len();
            let of_code = of.last().is_some_and(|name| *name == "Abbreviation");
            several.push(if of_code { text.trim().to_lowercase() } else { text.trim().to_owned() });
        }
        if self.kept > KEPT_MAX {
            return Err(damaged(&"it holds more than any vocabulary"));
        }
        self.path.pop();
        Ok(())
    }
}
