//! What formats of XML have in common: records, their text, and what is odd about them.
//!
//! The file is cut into records by their tags ([`frame`]) before any XML is parsed, so that memory does not
//! depend on the size of the file and a record that is not well-formed costs only itself. No entity is
//! expanded but the predefined ones and character references.
//!
//! It must not know the elements of any format.

mod cursor;
pub(super) mod flatten;
mod frame;
mod notes;
mod tree;

use std::io;

pub(super) use self::cursor::{Cursor, attribute_is};
pub(super) use self::flatten::{Flat, Inline};
pub(super) use self::frame::Shape;
pub(super) use self::notes::{Note, Notes, Read, Spot};
pub(super) use self::tree::{Node, Piece, Tree};

use self::frame::Framer;
use super::emit::Emitter;
use super::problem::ProblemKind;
use super::stream::Window;
use super::text::decode;

/// What is done about a record that cannot be read.
pub(super) const LEFT_OUT: &str = "the record was left out";

/// Hands over every record of the file that is whole.
pub(super) fn for_each_record(
    window: &mut Window<'_>,
    out: &mut Emitter<'_, '_>,
    shape: &'static Shape,
    mut read: impl FnMut(&Spot<'_>, &mut Emitter<'_, '_>),
) -> io::Result<()> {
    let mut framer = Framer::new(shape);
    while let Some(frame) = framer.next(window, out)? {
        let record = out.begin_record();
        let bytes = &window.data()[..frame.bytes];
        let (text, wrong_byte) = decode(bytes);
        let (line, byte) = (window.line(), window.offset());
        let spot = Spot { name: frame.name, text: &text, record, line, byte };
        if let Some(at) = wrong_byte {
            let found = format!("byte 0x{:02X} is not UTF-8", bytes.get(at).copied().unwrap_or(0));
            out.problem(ProblemKind::Encoding, spot.place(at), &found, "it was replaced by U+FFFD");
        }
        if frame.cut {
            let kind = if window.damage().is_some() { ProblemKind::Damaged } else { ProblemKind::Malformed };
            let found = "the file ends inside the record that starts here";
            out.problem(kind, spot.place(0), found, LEFT_OUT);
        } else {
            read(&spot, out);
        }
        window.consume(frame.bytes);
        if out.stopped() {
            return Ok(());
        }
    }
    Ok(())
}
