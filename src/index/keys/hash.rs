//! Hashes of keys: the kind of the key in the highest bits, so that the keys of a kind stand together in a sorted
//! file.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::IdentityKey;

/// What a key is to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// A key that names the work by itself.
    Strong = 0,
    /// A key that names the work together with a second field. It stands once for each record of a source that
    /// has it: how many have it decides whether it names anything.
    Weak = 1,
    /// A weak key that only the article merged from several records has: by it the article is found, but records
    /// are not compared.
    Derived = 2,
    /// A key of a work that is cited.
    Cited = 3,
    /// A source that holds a record of it.
    Source = 4,
}

/// Bits for the kind.
const KIND_BITS: u32 = 3;
const VALUE_BITS: u32 = u64::BITS - KIND_BITS;

/// The hash of a value of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyHash(pub u64);

impl KeyHash {
    pub fn of(kind: KeyKind, value: &str) -> Self {
        Self(xxh3_64(value.as_bytes())).as_kind(kind)
    }

    /// The hash of an identity key, strong or weak.
    pub fn of_identity(key: &str) -> Self {
        let kind = if IdentityKey::is_strong_text(key) { KeyKind::Strong } else { KeyKind::Weak };
        Self::of(kind, key)
    }

    /// The hash of the same value as one of another kind.
    pub fn as_kind(self, kind: KeyKind) -> Self {
        Self((kind as u64) << VALUE_BITS | self.0 & ((1 << VALUE_BITS) - 1))
    }

    /// The least hash of a kind, where its keys begin.
    pub fn first_of(kind: KeyKind) -> Self {
        Self((kind as u64) << VALUE_BITS)
    }

    /// The greatest hash of a kind.
    pub fn last_of(kind: KeyKind) -> Self {
        Self(Self::first_of(kind).0 | ((1 << VALUE_BITS) - 1))
    }

    pub fn is_of(self, kind: KeyKind) -> bool {
        self.0 >> VALUE_BITS == kind as u64
    }
}
