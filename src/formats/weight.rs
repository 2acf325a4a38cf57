//! How much room a record takes once it is read: more than its text, where it is of many small parts.
//!
//! It must not know any one format.

use super::RECORD_MAX_BYTES;

/// Bytes counted for an object or a list of JSON, beside its text.
pub(super) const OBJECT_BYTES: usize = 512;
/// Bytes counted for a value in one.
pub(super) const VALUE_BYTES: usize = 64;

/// Bytes counted for a tag, or another mark of a text.
const MARK_BYTES: usize = 128;

/// What is told of a record that passes the limits.
pub(super) fn too_large(what: &str) -> String {
    let megabytes = RECORD_MAX_BYTES >> 20;
    format!(
        "{what} that takes more than {megabytes} MB of memory: its text, and {OBJECT_BYTES} bytes or less a part"
    )
}

/// Whether XML takes more room than a record may.
pub(super) fn is_heavy_xml(text: &[u8]) -> bool {
    is_heavy(text, b"<")
}

/// Whether Markdown takes more room than a text may.
pub(super) fn is_heavy_markdown(text: &[u8]) -> bool {
    is_heavy(text, b"\n,*_`[]<!#|~^$\\")
}

/// Whether a text takes more room than a record may, with what each of these marks takes.
fn is_heavy(text: &[u8], marks: &[u8]) -> bool {
    // Few are large enough to be looked at.
    if text.len().saturating_mul(1 + MARK_BYTES) <= RECORD_MAX_BYTES {
        return false;
    }
    let mut is_mark = [false; 256];
    marks.iter().for_each(|&mark| is_mark[usize::from(mark)] = true);
    let found = text.iter().filter(|&&byte| is_mark[usize::from(byte)]).count();
    text.len().saturating_add(found.saturating_mul(MARK_BYTES)) > RECORD_MAX_BYTES
}

/// Whether one line of JSON takes more room than a record may.
pub(super) fn is_heavy_json(line: &str) -> bool {
    // An empty object and its comma are three bytes.
    if line.len().saturating_mul(1 + (OBJECT_BYTES + VALUE_BYTES) / 3) <= RECORD_MAX_BYTES {
        return false;
    }
    let (mut in_string, mut escaped, mut weight) = (false, false, line.len());
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => weight += OBJECT_BYTES,
            b',' => weight += VALUE_BYTES,
            _ => {}
        }
    }
    weight > RECORD_MAX_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_small_parts_are_heavy() {
        let list = |part: &str, count: usize| {
            format!("{{\"references\":[{}{part}]}}", format!("{part},").repeat(count))
        };
        assert!(is_heavy_json(&list("{}", 200_000)));
        assert!(!is_heavy_json(&list("{}", 50_000)));
        assert!(!is_heavy_json(&list("\"{,{,{,\"", 300_000)), "what stands in strings is text");
        assert!(is_heavy_xml("<a/>".repeat(600_000).as_bytes()));
        assert!(!is_heavy_xml("<p>of some length, as most are</p>".repeat(200_000).as_bytes()));
        assert!(is_heavy_markdown("a\n\n".repeat(300_000).as_bytes()));
        assert!(!is_heavy_markdown("A line of the length that lines have.\n".repeat(300_000).as_bytes()));
    }
}
