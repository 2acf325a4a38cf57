//! What stands where a file was looked for: a FIFO or a device would be read for ever.
//!
//! It must not know why it was looked for.

use std::fs::FileType;

/// What it is in words, where it is neither a file nor a directory: `a FIFO`.
#[cfg(unix)]
pub(crate) fn kind_of(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if found.is_fifo() {
        "a FIFO"
    } else if found.is_socket() {
        "a socket"
    } else if found.is_block_device() || found.is_char_device() {
        "a device"
    } else {
        "of an unknown kind"
    }
}

/// What it is in words, where it is neither a file nor a directory: `a FIFO`.
#[cfg(not(unix))]
pub(crate) fn kind_of(_: FileType) -> &'static str {
    "of an unknown kind"
}
