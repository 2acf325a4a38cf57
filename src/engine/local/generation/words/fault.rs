//! What tantivy says when it fails, as an error of the index: damage, or something else.

use std::io;
use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::OpenReadError;

use super::checked_file::Damage;
use crate::index::IndexError;

/// Bytes told of what the engine says.
const SAID_BYTES: usize = 200;

impl IndexError {
    /// What the engine said of the index at `path`; where it met damage it is told as damage.
    pub(crate) fn engine(path: impl Into<PathBuf>, source: TantivyError) -> Self {
        if let Some(Damage { path, found }) = damage_of(&source) {
            return Self::damaged(path, found);
        }
        if !tells_damage(&source) {
            return Self::said_by_engine(path, source);
        }
        // The engine may quote a whole file.
        let mut said = source.to_string();
        if said.len() > SAID_BYTES {
            said.truncate(said.floor_char_boundary(SAID_BYTES));
            said.push('…');
        }
        Self::damaged(path, format!("the engine cannot read it ({said})"))
    }
}

/// What was found by the checksums of a file, where the engine passes it on.
fn damage_of(said: &TantivyError) -> Option<&Damage> {
    let error: &io::Error = match said {
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::IoError(io_error) => io_error,
        _ => return None,
    };
    error.get_ref()?.downcast_ref()
}

/// Whether the engine met a file that is not what it wrote.
fn tells_damage(said: &TantivyError) -> bool {
    // `Other` is the engine's own word; what the system says has a kind.
    let unreadable = |kind| {
        matches!(kind, io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::Other)
    };
    match said {
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => unreadable(io_error.kind()),
        TantivyError::IoError(error) => unreadable(error.kind()),
        // A merge checks the files it reads by assertions, in a thread of the engine's own.
        TantivyError::SystemError(text) => text.contains("panicked"),
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(_)
        // An index of another schema was refused before: a field that is not as it should be was damaged.
        | TantivyError::SchemaError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::InvalidArgument(_) => true,
        _ => false,
    }
}
