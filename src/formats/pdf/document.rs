//! Opening a PDF so that nothing in it takes more memory or time than is allowed: every stream that is not
//! an image is inflated within a budget, images are emptied, forms that draw themselves are told.
//!
//! It must not know what is read from a document.

use std::cell::Cell;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use flate2::read::ZlibDecoder;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::super::problem::ProblemKind;

/// Inflated bytes of all streams of a file, and of the table of its objects.
const INFLATED_MAX_BYTES: usize = 256 << 20;
const TABLE_MAX_BYTES: usize = 16 << 20;
/// A stream of another compression, or of several, is read only where it is short: it may grow a thousandfold.
const OTHER_MAX_BYTES: usize = 64 << 10;
/// Bytes of content a page may have drawn, its forms counted each time, its operators (each takes more than a
/// kilobyte while it is drawn), and how deep forms may stand.
const DRAWN_MAX_BYTES: usize = 8 << 20;
const OPERATORS_MAX: usize = 60_000;
const FORMS_MAX_DEPTH: usize = 12;
/// Parents of a page that are followed.
const PARENTS_MAX: usize = 64;
/// What is looked at before a stream for its dictionary.
const DICTIONARY_BYTES: usize = 2 << 10;

thread_local! {
    /// What is left of the budget; the crate's filter can carry nothing with it.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// Opens a document, or says what kind of problem it has.
pub(super) fn open(bytes: &[u8]) -> Result<Document, (ProblemKind, String)> {
    if has_large_table(bytes) {
        return Err((
            ProblemKind::TooLarge,
            "a PDF with an object table that inflates beyond measure".to_owned(),
        ));
    }
    LEFT.set(INFLATED_MAX_BYTES);
    let options = LoadOptions::with_filter(bounded);
    // The crate checks what it reads by assertions.
    let loaded = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options)));
    let wrong = |found: String| (ProblemKind::Malformed, found);
    let document = match loaded {
        Ok(Ok(document)) => document,
        Ok(Err(error)) => return Err(wrong(format!("a PDF that cannot be read: {error}"))),
        Err(_) => return Err(wrong("a PDF that cannot be read".to_owned())),
    };
    if document.is_encrypted() || document.was_encrypted() {
        return Err(wrong("an encrypted PDF, which is read once its protection is taken off".to_owned()));
    }
    Ok(document)
}

/// Inflates a stream as it is loaded; one that goes beyond the budget is dropped.
fn bounded(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    // Of what stands in a stream of objects the crate keeps what is returned, of the rest what it has; streams
    // stand in none.
    let Object::Stream(stream) = object else { return Some((id, object.clone())) };
    let kept = Some((id, Object::Null));
    let is_image = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
    if is_image {
        // Where it is drawn the crate would read its pixels as content.
        stream.dict.remove(b"Filter");
        stream.set_content(Vec::new());
        return kept;
    }
    let filters =
        stream.filters().map(|filters| filters.iter().map(|name| name.to_vec()).collect::<Vec<_>>());
    let size = match filters.as_deref() {
        Err(_) | Ok([]) => stream.content.len(),
        Ok([one]) if one == b"FlateDecode" => inflated(&stream.content, LEFT.get() + 1),
        Ok(several) if stream.content.len() <= OTHER_MAX_BYTES && grows_once(several) => stream.content.len(),
        Ok(_) => return None,
    };
    LEFT.set(LEFT.get().checked_sub(size)?);
    if filters.is_ok() {
        // What cannot be inflated stays as it is, and is no content.
        let _ = stream.decompress();
    }
    kept
}

/// Whether but one of the filters makes more of a stream than it was.
fn grows_once(filters: &[Vec<u8>]) -> bool {
    let grows = |filter: &&Vec<u8>| {
        ["FlateDecode", "Fl", "LZWDecode", "LZW"].iter().any(|name| filter.as_slice() == name.as_bytes())
    };
    filters.iter().filter(grows).count() <= 1
}

/// How long a stream is when it is inflated, counted up to a limit.
fn inflated(content: &[u8], limit: usize) -> usize {
    let mut inflating = ZlibDecoder::new(content).take(limit as u64);
    let (mut buffer, mut size) = ([0; 16 << 10], 0);
    while let Ok(read @ 1..) = inflating.read(&mut buffer) {
        size += read;
    }
    size.max(content.len())
}

/// Whether a table of objects, which is inflated before anything can be asked, is larger than any real one.
fn has_large_table(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"stream").any(|at| {
        let before = &bytes[at.saturating_sub(DICTIONARY_BYTES)..at];
        // Names may be escaped, as in `/XR#65f`.
        let may_be_table = memchr::memmem::find(before, b"XRef").is_some() || before.contains(&b'#');
        let content = bytes[at + b"stream".len()..].trim_ascii_start();
        may_be_table
            && content.first() == Some(&0x78)
            && inflated(&content[..content.len().min(TABLE_MAX_BYTES)], TABLE_MAX_BYTES + 1) > TABLE_MAX_BYTES
    })
}

/// Whether a page can be drawn within bounds: its parents end, and so do its forms.
pub(super) fn is_bounded(document: &Document, page: ObjectId) -> bool {
    let Ok(dictionary) = document.get_dictionary(page) else { return false };
    let Ok(resources) = inherited(document, dictionary) else { return false };
    let contents = document.get_page_contents(page);
    let streams: Vec<&Stream> =
        contents.iter().filter_map(|id| document.get_object(*id).ok()?.as_stream().ok()).collect();
    let size: usize = streams.iter().map(|stream| stream.content.len() + 1).sum();
    let mut left = Left { bytes: DRAWN_MAX_BYTES, operators: OPERATORS_MAX };
    if size > left.bytes {
        return false;
    }
    let content: Vec<u8> =
        streams.iter().flat_map(|stream| stream.content.iter().copied().chain([b'\n'])).collect();
    ends(document, &content, resources, FORMS_MAX_DEPTH, &mut left)
}

/// What a page may still have drawn.
struct Left {
    bytes: usize,
    operators: usize,
}

impl Left {
    /// Takes content off, or says that there is too much of it.
    fn take(&mut self, content: &[u8]) -> bool {
        // Every operator is a word of letters; words that are shown count as well, which only adds to them.
        let starts = content.windows(2).filter(|pair| !is_letter(pair[0]) && is_letter(pair[1]));
        let operators = starts.count() + 1;
        let left = self.bytes.checked_sub(content.len() + 1).zip(self.operators.checked_sub(operators));
        left.is_some_and(|(bytes, operators)| {
            *self = Self { bytes, operators };
            true
        })
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'*' | b'\'' | b'"')
}

/// Parents without end.
struct Endless;

/// The resources of a page or of the parents it has them from; an error where these go on for ever.
fn inherited<'d>(document: &'d Document, page: &'d Dictionary) -> Result<Option<&'d Dictionary>, Endless> {
    let mut node = page;
    let mut resources = None;
    for _ in 0..PARENTS_MAX {
        resources = resources.or_else(|| dictionary(document, node, b"Resources"));
        match node.get(b"Parent").and_then(Object::as_reference).and_then(|id| document.get_dictionary(id)) {
            Ok(parent) => node = parent,
            Err(_) => return Ok(resources),
        }
    }
    Err(Endless)
}

/// Whether drawing the content ends within what is left.
fn ends(
    document: &Document,
    content: &[u8],
    resources: Option<&Dictionary>,
    depth: usize,
    left: &mut Left,
) -> bool {
    if depth == 0 || !left.take(content) {
        return false;
    }
    // Most content draws no form.
    if memchr::memmem::find(content, b"Do").is_none() {
        return true;
    }
    let Ok(content) = Content::decode(content) else { return true };
    let forms = resources.and_then(|resources| dictionary(document, resources, b"XObject"));
    content.operations.iter().filter(|operation| operation.operator == "Do").all(|operation| {
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let form = name.zip(forms).and_then(|(name, forms)| document.dereference(forms.get(name).ok()?).ok());
        let Some(form) = form.and_then(|(_, form)| form.as_stream().ok()) else { return true };
        let own = dictionary(document, &form.dict, b"Resources").or(resources);
        ends(document, &form.content, own, depth - 1, left)
    })
}

fn dictionary<'d>(document: &'d Document, of: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
    let (_, object) = document.dereference(of.get(key).ok()?).ok()?;
    object.as_dict().ok()
}
