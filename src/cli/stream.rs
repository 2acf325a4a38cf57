//! The hits of a search printed as they come.
//!
//! It must not know any form they are printed in.

use std::io;
use std::ops::ControlFlow;

use super::print::Printer;
use crate::{Error, Hits, Search, Snapshot};

/// How many hits a search hands over of those that are known of.
fn shown(search: &Search, known: &Hits) -> usize {
    let all = usize::try_from(known.total.saturating_add(known.partial)).unwrap_or(usize::MAX);
    all.saturating_sub(search.offset).min(search.limit)
}

/// Runs a search and prints its hits as they come; `begin` is told what is known of all before the first is printed.
/// What the search says is apart from what the writer says.
pub fn print_search(
    snapshot: &Snapshot,
    search: &Search,
    printer: &mut dyn Printer,
    begin: &mut dyn FnMut(&Hits, usize),
) -> io::Result<Result<Hits, Error>> {
    let (mut begun, mut written) = (false, Ok(()));
    let mut start = |known: &Hits, printer: &mut dyn Printer| {
        begin(known, shown(search, known));
        printer.begin(known, shown(search, known))
    };
    let answer = snapshot.each(search.clone(), &mut |known, hit| {
        if !begun {
            written = start(known, printer);
        }
        begun = true;
        go_on(&mut written, || printer.hit(&hit))
    });
    written?;
    let Ok(known) = &answer else { return Ok(answer) };
    if !begun {
        start(known, printer)?;
    }
    printer.end()?;
    Ok(answer)
}

/// Writes unless something could not be written.
pub fn go_on(written: &mut io::Result<()>, write: impl FnOnce() -> io::Result<()>) -> ControlFlow<()> {
    if written.is_ok() {
        *written = write();
    }
    if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
