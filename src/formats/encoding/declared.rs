//! The encoding a text says it is in.
//!
//! It must not know whether that is so.

use encoding_rs::Encoding;

/// Where a declaration must stand.
const DECLARATION_MAX_BYTES: usize = 1 << 10;

/// The encoding of a label, also where it is not spelt as it should be: `latin-1`, `ISO8859_1`.
pub(super) fn encoding_of(label: &str) -> Option<&'static Encoding> {
    [label, &label.replace('_', "-"), &label.replace(['_', '-'], "")]
        .into_iter()
        .find_map(|label| Encoding::for_label_no_replacement(label.as_bytes()))
}

/// The encoding a text says it is in: in an XML declaration, a `meta` element of HTML, a comment at
/// the start of BibTeX as JabRef writes it.
pub(super) fn declared(head: &[u8]) -> Option<String> {
    let head = head.trim_ascii_start();
    let head = &head[..head.len().min(DECLARATION_MAX_BYTES)];
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    if let Some(declaration) = text.strip_prefix("<?xml") {
        let (declaration, _) = declaration.split_once("?>")?;
        return value_after(declaration, "encoding", '=', true);
    }
    if text.starts_with('<') {
        let mut metas = text.split("<meta").skip(1).filter_map(|meta| meta.split('>').next());
        return metas.find_map(|meta| value_after(meta, "charset", '=', false));
    }
    let mut comments = text.lines().filter(|line| line.starts_with('%'));
    comments.find_map(|line| value_after(line, "encoding", ':', false))
}

/// The value behind a name and a sign.
fn value_after(text: &str, name: &str, sign: char, quoted: bool) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let rest = rest.trim_start().strip_prefix(sign)?.trim_start();
    let value = match rest.strip_prefix(['"', '\'']) {
        Some(rest) => rest.split(['"', '\'']).next()?,
        None if quoted => return None,
        None => rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/')).next()?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}
