//! Which format a file is in, by its first bytes.
//!
//! It must not know the file's name, nor read any record.

use memchr::memmem;

use super::jsonl;
use super::ojs;
use super::summary::Format;

/// How much of the text is looked at.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// What the first bytes say.
pub(super) enum Detected {
    Known(Format),
    Empty,
    Utf16,
    Unknown(&'static str),
}

/// Tells the format by the head of the text, a byte-order mark taken off.
pub(super) fn detect(head: &[u8]) -> Detected {
    let text = head.trim_ascii_start();
    if text.is_empty() {
        return Detected::Empty;
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Detected::Utf16;
    }
    match text[0] {
        b'<' if is_pubmed(text) => return Detected::Known(Format::PubmedXml),
        b'<' => return Detected::Unknown("XML or HTML that is not PubMed's"),
        b'{' => {
            return jsonl::recognise(text)
                .map_or(Detected::Unknown("JSON without the keys of an article"), Detected::Known);
        }
        _ => {}
    }
    if text.contains(&0) {
        return Detected::Unknown("binary data");
    }
    if ojs::recognise(&String::from_utf8_lossy(head)) {
        return Detected::Known(Format::OjsPage);
    }
    Detected::Unknown("text of no known format")
}

fn is_pubmed(text: &[u8]) -> bool {
    let roots: [&[u8]; 4] =
        [b"<PubmedArticleSet", b"<PubmedArticle", b"<PubmedBookArticle", b"<DeleteCitation"];
    roots.iter().any(|root| memmem::find(text, root).is_some())
}
