//! What entries inherit from others by `crossref` and `xdata`, whichever of them stands first.
//!
//! Of every entry what can be inherited is kept, and the entries that inherit wait for the end of the file,
//! both within bounds. What names the work itself, such as its DOI, is never inherited by `crossref`: a
//! chapter is not its book.
//!
//! It must not know what becomes of an entry.

use std::collections::HashMap;

use super::entry::{Entry, Field};

/// Bytes kept of entries that may be parents, and of entries that wait.
const KEPT_MAX_BYTES: usize = 32 << 20;
/// Bytes counted for an entry beside its fields.
const ENTRY_BYTES: usize = 256;
/// Ancestors of one entry.
const ANCESTORS_MAX: usize = 16;

/// Fields that a part has in common with the whole it is in.
const SHARED: [&str; 33] = [
    "editor",
    "editortype",
    "publisher",
    "address",
    "location",
    "institution",
    "organization",
    "year",
    "date",
    "month",
    "series",
    "volume",
    "number",
    "edition",
    "isbn",
    "issn",
    "booktitle",
    "booksubtitle",
    "booktitleaddon",
    "journal",
    "journaltitle",
    "journalsubtitle",
    "shortjournal",
    "maintitle",
    "mainsubtitle",
    "eventtitle",
    "eventdate",
    "venue",
    "language",
    "langid",
    "howpublished",
    "pubstate",
    "volumes",
];

/// Types whose author is the author of their parts.
const PARTS_OF_A_BOOK: [&str; 3] = ["inbook", "bookinbook", "suppbook"];

/// Entries that may be inherited from, and those that wait to inherit.
#[derive(Debug, Default)]
pub(super) struct Parents {
    by_key: HashMap<String, Entry>,
    bytes: usize,
    waiting: Vec<Entry>,
    waiting_bytes: usize,
}

impl Parents {
    /// Keeps of an entry what others may inherit.
    pub fn keep(&mut self, entry: &Entry) {
        if entry.key.is_empty() || self.bytes > KEPT_MAX_BYTES {
            return;
        }
        let is_data = entry.kind == "xdata";
        let can_pass = |field: &&Field| {
            is_data || target(entry, &field.name, &entry.kind).is_some() || is_link(&field.name)
        };
        let fields: Vec<Field> = entry.fields.iter().filter(can_pass).cloned().collect();
        let kept = Entry { kind: entry.kind.clone(), fields, ..Entry::default() };
        self.bytes += size(&kept) + entry.key.len();
        self.by_key.entry(entry.key.to_lowercase()).or_insert(kept);
    }

    /// Lets an entry wait for its parents.
    pub fn wait(&mut self, entry: Entry) {
        self.waiting_bytes += size(&entry);
        self.waiting.push(entry);
    }

    /// Whether so much waits that it must go on with the parents that are known.
    pub fn is_full(&self) -> bool {
        self.waiting_bytes > KEPT_MAX_BYTES
    }

    /// The entries that waited, in their order.
    pub fn take_waiting(&mut self) -> Vec<Entry> {
        self.waiting_bytes = 0;
        std::mem::take(&mut self.waiting)
    }

    /// Adds to an entry what it lacks and its parents have; returns the keys that are not known.
    pub fn bequeath(&self, child: &mut Entry) -> Vec<String> {
        let mut missing = Vec::new();
        let mut links = links(child);
        let mut next = 0;
        while next < links.len().min(ANCESTORS_MAX) {
            let (key, is_data) = links[next].clone();
            next += 1;
            let Some(parent) = self.by_key.get(&key.to_lowercase()) else {
                missing.push(key);
                continue;
            };
            hand_down(parent, child, is_data);
            for link in self::links(parent) {
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        missing
    }
}

/// Whether an entry inherits.
pub(super) fn inherits(entry: &Entry) -> bool {
    entry.value("crossref").is_some() || entry.value("xdata").is_some()
}

/// The keys an entry inherits from, and whether by `xdata`.
fn links(entry: &Entry) -> Vec<(String, bool)> {
    let keys = |name: &str| entry.value(name).unwrap_or("").split(',').map(|key| key.trim().to_owned());
    let data = keys("xdata").map(|key| (key, true));
    let whole = keys("crossref").map(|key| (key, false));
    data.chain(whole).filter(|(key, _)| !key.is_empty()).take(ANCESTORS_MAX).collect()
}

fn is_link(name: &str) -> bool {
    name.eq_ignore_ascii_case("crossref") || name.eq_ignore_ascii_case("xdata")
}

fn hand_down(parent: &Entry, child: &mut Entry, is_data: bool) {
    let has_date = child.value("date").is_some() || child.value("year").is_some();
    let kind = child.kind.clone();
    for field in &parent.fields {
        let name = if is_data { Some(field.name.as_str()) } else { target(parent, &field.name, &kind) };
        let Some(name) = name.filter(|name| !is_link(name)) else { continue };
        let is_date = ["date", "year", "month"].contains(&name.to_ascii_lowercase().as_str());
        if child.value(name).is_none() && !(is_date && has_date) {
            child.fields.push(Field { name: name.to_owned(), ..field.clone() });
        }
    }
}

/// The field of a child of this type that a field of the parent becomes; `None` where it is not inherited.
fn target<'n>(parent: &Entry, name: &'n str, child: &str) -> Option<&'n str> {
    let lower = name.to_ascii_lowercase();
    let in_periodical = parent.kind == "periodical" || child == "article";
    let is_part = ["in", "supp", "bookinbook", "conference"].iter().any(|start| child.starts_with(start));
    match lower.as_str() {
        "title" if in_periodical => Some("journaltitle"),
        "subtitle" if in_periodical => Some("journalsubtitle"),
        "title" if is_part => Some("booktitle"),
        "subtitle" if is_part => Some("booksubtitle"),
        "title" => Some("maintitle"),
        "subtitle" => Some("mainsubtitle"),
        "author" => (PARTS_OF_A_BOOK.contains(&child) || child == parent.kind).then_some(name),
        shared => SHARED.contains(&shared).then_some(name),
    }
}

fn size(entry: &Entry) -> usize {
    let fields = entry.fields.iter().map(|field| field.name.len() + field.value.len() + size_of::<Field>());
    ENTRY_BYTES + fields.sum::<usize>()
}
