//! Lines of a file, each a record in JSON, none larger in memory than the limit.
//!
//! It must not know what is in a record.

use std::io;

use super::super::LINE_MAX_BYTES;
use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::text::decode;
use super::super::weight::{is_heavy_json, too_large};

/// Calls `read` with every line that is not blank, trimmed, until the sink wants no more.
pub(super) fn for_each_line<'e, 's>(
    window: &mut Window<'_>,
    out: &mut Emitter<'e, 's>,
    mut read: impl FnMut(&str, Place, &mut Emitter<'e, 's>),
) -> io::Result<()> {
    while !out.stopped() {
        let Some(bytes) = window.line_bytes(b'\n', LINE_MAX_BYTES)? else {
            too_long(window, out)?;
            continue;
        };
        let line = &window.data()[..bytes];
        if line.is_empty() {
            return Ok(());
        }
        if !line.trim_ascii().is_empty() {
            let record = Some(out.begin_record());
            let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
            let (text, wrong_byte) = decode(line);
            if let Some(at) = wrong_byte {
                let place = Place { byte: place.byte.map(|start| start + at as u64), ..place };
                let found = format!("byte 0x{:02X} is not UTF-8", line.get(at).copied().unwrap_or(0));
                out.problem(ProblemKind::Encoding, place, &found, "it was replaced by U+FFFD");
            }
            let cut_by_damage = window.damage().is_some() && !line.ends_with(b"\n");
            if cut_by_damage {
                out.problem(ProblemKind::Damaged, place, "the file ends inside this line", "it was left out");
            } else if is_heavy_json(&text) {
                out.problem(ProblemKind::TooLarge, place, &too_large("a line"), "the line was left out");
            } else {
                read(text.trim(), place, out);
            }
        }
        window.consume(bytes);
    }
    Ok(())
}

fn too_long(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let record = Some(out.begin_record());
    let place = Place { record, line: Some(window.line()), byte: Some(window.offset()) };
    out.problem(ProblemKind::TooLarge, place, &too_large("a line"), "the line was left out");
    window.skip_line(b'\n')
}
