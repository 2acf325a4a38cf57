//! Archives: what they have in common, and what their members are called.
//!
//! It must not know what is in a member, nor any format of texts.

pub(super) mod forward;
pub(super) mod names;
pub(super) mod office;
pub(super) mod tar;
pub(super) mod zip;

use std::io::{self, Read};

/// The members of an archive, one after the other.
pub(super) trait Archive {
    /// Whether a member can be longer than its part of the archive.
    const IS_PACKED: bool;

    /// Goes to the next member, past what was not read of this one. An error ends the archive.
    fn next(&mut self) -> io::Result<Option<Member>>;

    /// The content of the member.
    fn content(&mut self) -> io::Result<Box<dyn Read + '_>>;
}

/// A member, as the archive tells of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub name: String,
    pub kind: Kind,
}

/// What a member is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// Something that is not read: a link, a device, an encrypted file.
    Other(String),
    /// No member, but a stretch that is damaged.
    Damaged(String),
}
