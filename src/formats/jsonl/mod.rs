//! stub
use super::{emit::Emitter, stream::Window, summary::Format};
pub(super) fn recognise(_t: &[u8]) -> Option<Format> { None }
pub(super) fn read_articles(_w: &mut Window<'_>, _o: &mut Emitter<'_, '_>) -> std::io::Result<()> { Ok(()) }
pub(super) fn read_beir(_w: &mut Window<'_>, _o: &mut Emitter<'_, '_>) -> std::io::Result<()> { Ok(()) }
