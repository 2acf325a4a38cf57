//! Which of the formats a JSON document is in, by the keys at its start.
//!
//! It must not know how records are framed or read: the start may be cut or malformed.

use std::collections::HashSet;

use memchr::memchr3;

use super::super::detect::Head;
use super::frame::ENVELOPES;

/// Types of CSL.
const CSL_TYPES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "video",
    "webpage",
];

/// Variables of CSL, one of which an item has besides its type and its id, if it has no title.
const CSL_VARIABLES: &[&str] =
    &["author", "editor", "issued", "container-title", "publisher", "DOI", "URL", "citation-key", "director"];

/// Variables that are written like this in CSL alone: with one of them an item needs no id.
const CSL_OWN: &[&str] = &["container-title", "DOI", "issued"];

/// The id of BEIR's records.
const BEIR: &str = "_id";

/// The names of keys, and what stands under some of them: those of records and of what is around them.
#[derive(Default)]
struct Marks<'h> {
    keys: HashSet<&'h [u8]>,
    types: HashSet<&'h [u8]>,
    /// What Crossref calls its message.
    messages: HashSet<&'h [u8]>,
    /// Keys with lists under them.
    lists: HashSet<&'h [u8]>,
    /// Whether an id is the address of something in OpenAlex.
    is_openalex: bool,
}

/// Objects that hold what is said of an answer as a whole, beside the envelopes of records.
const ABOUT: &[u8] = b"meta";

/// An object or a list that is open.
struct Open {
    is_list: bool,
    /// Whether what stands in it is of a record or around records, and not within one.
    is_outside: bool,
}

impl<'h> Marks<'h> {
    /// The marks of a document; `None` where it is no JSON, or of BEIR, whose other keys may be anybody's.
    fn of(head: &Head<'h>) -> Option<Self> {
        if !head.bytes.starts_with(b"{") && !head.bytes.starts_with(b"[") {
            return None;
        }
        let mut marks = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut rest = head.bytes;
        let mut key: &[u8] = b"";
        while let Some(start) = memchr::memchr(b'"', rest) {
            nest(&rest[..start], key, &mut open);
            rest = &rest[start + 1..];
            let (text, after) = rest.split_at(string_end(rest));
            rest = after.strip_prefix(b"\"").unwrap_or(after);
            let is_outside = open.last().is_none_or(|open| open.is_outside);
            if let Some(value) = rest.trim_ascii_start().strip_prefix(b":") {
                key = text;
                if is_outside {
                    marks.keys.insert(text);
                    if value.trim_ascii_start().starts_with(b"[") {
                        marks.lists.insert(text);
                    }
                }
            } else if is_outside {
                match key {
                    b"type" => marks.types.insert(text),
                    b"message-type" => marks.messages.insert(text),
                    _ => false,
                };
                let starts = [&b"https://openalex.org/"[..], b"https://api.openalex.org/"];
                marks.is_openalex |= key == b"id" && starts.iter().any(|start| text.starts_with(start));
            }
        }
        let is_beir = marks.has(BEIR) && marks.has("text");
        (!is_beir).then_some(marks)
    }

    fn has(&self, key: &str) -> bool {
        self.keys.contains(key.as_bytes())
    }

    fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    fn is_of_type(&self, types: &[&str]) -> bool {
        types.iter().any(|name| self.types.contains(name.as_bytes()))
    }
}

/// Opens and closes what the brackets between two strings do. One that stands where none can is a wrong byte.
fn nest(between: &[u8], key: &[u8], open: &mut Vec<Open>) {
    let mut before = b' ';
    for &byte in between.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'{' | b'[' => {
                let can_stand = |open: &Open| {
                    if open.is_list { matches!(before, b'[' | b',') } else { before == b':' }
                };
                let is_around = |open: &Open| {
                    open.is_outside && (open.is_list || key == ABOUT || ENVELOPES.contains(&key))
                };
                if open.last().is_none_or(can_stand) {
                    let is_outside = open.last().is_none_or(is_around);
                    open.push(Open { is_list: byte == b'[', is_outside });
                }
            }
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
        before = byte;
    }
}

/// Bytes of the string up to the mark that closes it; a string goes over no line end.
fn string_end(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = memchr3(b'"', b'\\', b'\n', &text[at..]) {
        at += found;
        if text[at] != b'\\' {
            return at;
        }
        at = (at + 2).min(text.len());
    }
    text.len()
}

/// Whether they are results of Europe PMC, core or lite.
pub(in super::super) fn recognise_europepmc(head: &Head<'_>) -> bool {
    Marks::of(head).is_some_and(|marks| {
        let is_result = marks.has("source")
            && marks.has_any(&[
                "authorString",
                "journalInfo",
                "fullTextIdList",
                "pubTypeList",
                "inEPMC",
                "inPMC",
            ]);
        is_result || marks.has("hitCount") && marks.has("resultList")
    })
}

/// Whether they are works of Crossref.
pub(in super::super) fn recognise_crossref(head: &Head<'_>) -> bool {
    const OWN: [&str; 7] = [
        "is-referenced-by-count",
        "reference-count",
        "references-count",
        "published-print",
        "published-online",
        "short-container-title",
        "content-domain",
    ];
    const MESSAGES: [&[u8]; 2] = [b"work", b"work-list"];
    Marks::of(head).is_some_and(|marks| {
        // Which members a work has is up to the query: the envelope says what it is.
        let is_message = marks.has("message") && MESSAGES.iter().any(|name| marks.messages.contains(name));
        // CSL has a text where Crossref has a list; the container is a list here and there.
        let has_list = |key: &str| marks.lists.contains(key.as_bytes());
        let is_list = has_list("title") || has_list("container-title") && !recognise_csl(head);
        let is_work = marks.has("DOI") && (marks.has_any(&OWN) || marks.has("message") || is_list);
        is_work || is_message
    })
}

/// Whether they are works of OpenAlex.
pub(in super::super) fn recognise_openalex(head: &Head<'_>) -> bool {
    Marks::of(head).is_some_and(|marks| {
        const OWN: [&str; 3] = ["abstract_inverted_index", "authorships", "db_response_time_ms"];
        marks.has_any(&OWN) || marks.is_openalex && !marks.has_any(CSL_VARIABLES)
    })
}

/// Whether they are documents of CORD-19.
pub(in super::super) fn recognise_cord19(head: &Head<'_>) -> bool {
    const OWN: [&str; 4] = ["body_text", "bib_entries", "back_matter", "metadata"];
    Marks::of(head).is_some_and(|marks| marks.has("paper_id") && marks.has_any(&OWN))
}

/// Whether it is CSL-JSON. Its keys are common ones: the type has to be one of CSL's.
pub(in super::super) fn recognise_csl(head: &Head<'_>) -> bool {
    // Zotero's own export has such keys too.
    const OTHERS: [&str; 2] = ["itemType", "itemID"];
    Marks::of(head).is_some_and(|marks| {
        let has_id = marks.has_any(&["id", "citation-key"]);
        let is_named = marks.has("title") || marks.has_any(CSL_VARIABLES);
        let is_item = has_id && is_named || marks.has_any(CSL_OWN);
        is_item && marks.is_of_type(CSL_TYPES) && !marks.has_any(&OTHERS)
    })
}
