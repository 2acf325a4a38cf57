//! The hits and articles of a search, written as they come.
//!
//! It must not know any form they are written in.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::{ArticleForm, ArticleWriter, ExportError, HitWriter};
use crate::{Hits, Search, Snapshot};

/// Runs a search and writes its hits as they come; returns what is known of all.
///
/// # Errors
/// What the search says, or what the writer says.
pub fn hits(snapshot: &Snapshot, search: &Search, writer: &mut dyn HitWriter) -> Result<Hits, ExportError> {
    each_hit(snapshot, search, writer, &mut |_, _| {})
}

/// As [`hits`]; `begin` is told what is known of all hits, and how many are written, before the first is.
///
/// # Errors
/// What the search says, or what the writer says.
pub fn each_hit(
    snapshot: &Snapshot,
    search: &Search,
    writer: &mut dyn HitWriter,
    begin: &mut dyn FnMut(&Hits, usize),
) -> Result<Hits, ExportError> {
    let (mut begun, mut written) = (false, Ok(()));
    let mut start = |known: &Hits, writer: &mut dyn HitWriter| {
        begin(known, shown(search, known));
        writer.begin(known, shown(search, known))
    };
    let answer = snapshot.each(search.clone(), &mut |known, hit| {
        if !begun {
            written = start(known, writer);
        }
        begun = true;
        go_on(&mut written, || writer.hit(&hit))
    });
    written?;
    let known = answer?;
    if !begun {
        start(&known, writer)?;
    }
    writer.end()?;
    Ok(known)
}

/// Runs a search and writes the articles found, whole, as they come; returns what is known of all.
///
/// # Errors
/// What the search says, or what the writer says.
pub fn articles(
    snapshot: &Snapshot,
    search: &Search,
    form: ArticleForm,
    out: &mut dyn Write,
) -> Result<Hits, ExportError> {
    let (mut writer, mut written) = (ArticleWriter::new(form, out), Ok(()));
    let answer = snapshot
        .each_article(search.clone(), &mut |_, article| go_on(&mut written, || writer.article(&article)));
    written?;
    let known = answer?;
    writer.end()?;
    Ok(known)
}

/// How many hits a search hands over of those that are known of.
fn shown(search: &Search, known: &Hits) -> usize {
    let all = match search.sample {
        Some(sample) => sample.size.min(usize::try_from(known.total).unwrap_or(usize::MAX)),
        None => usize::try_from(known.total.saturating_add(known.partial)).unwrap_or(usize::MAX),
    };
    all.saturating_sub(search.offset).min(search.limit)
}

/// Writes unless something could not be written.
fn go_on(written: &mut io::Result<()>, write: impl FnOnce() -> io::Result<()>) -> ControlFlow<()> {
    if written.is_ok() {
        *written = write();
    }
    if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
