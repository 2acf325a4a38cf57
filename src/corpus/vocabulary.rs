//! The vocabulary that an index keeps: a side file of its generation, which a rebuild takes over.
//!
//! It must not know what is in it.

use super::Build;
use super::error::CorpusError;
use crate::index::{IndexError, Manifest, Writer};
use crate::vocabulary::FILE;

/// Has the index keep a vocabulary, given by its bytes, in the place of the one it has: with the next commit, which is
/// made here, or not at all.
pub(crate) fn put_vocabulary(build: &Build, bytes: &[u8]) -> Result<(), CorpusError> {
    if build.home.current()?.is_none() {
        return Err(IndexError::Missing { path: build.home.path().to_path_buf() }.into());
    }
    let lease = build.home.lease("import a vocabulary")?;
    lease.clear_unfinished()?;
    let (writer, mut manifest) = lease.reopen(build.write_options())?;
    writer.write_side(&mut manifest, FILE, bytes)?;
    writer.commit(&mut manifest)?;
    Ok(())
}

/// Takes the vocabulary of the generation in use over into a new one, also where that can no longer be searched: then a
/// rebuild is what is called for. What cannot be read at all is imported again.
pub(super) fn take_over(
    build: &Build,
    writer: &dyn Writer,
    manifest: &mut Manifest,
) -> Result<(), IndexError> {
    match build.home.side_file(FILE) {
        Ok(Some(bytes)) => writer.write_side(manifest, FILE, &bytes),
        Ok(None) | Err(_) => Ok(()),
    }
}
