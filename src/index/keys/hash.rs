//! Hashes of keys: the kind of the key in the highest bits, so that the keys of a kind stand together in a sorted
//! file; below it a PMID or PMCID as it is, which no other key can share, or the hash of the key.

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
/// Set where what is below is a hash.
const IS_HASH: u64 = 1 << (VALUE_BITS - 1);
/// Set where it is a PMCID.
const IS_PMCID: u64 = 1 << (VALUE_BITS - 2);
/// Bits of a hash that count. In the tests of this crate they are so few that keys collide all the time.
const HASH_BITS: u32 = if cfg!(test) { 12 } else { VALUE_BITS - 1 };

/// The hash of a value of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyHash(pub u64);

impl KeyHash {
    pub fn of(kind: KeyKind, value: &str) -> Self {
        let pmid = value.strip_prefix("pmid:").and_then(number);
        let pmcid = || value.strip_prefix("pmcid:PMC").and_then(number).map(|number| IS_PMCID | number);
        let hash = || IS_HASH | xxh3_64(value.as_bytes()) >> (u64::BITS - HASH_BITS);
        Self(pmid.or_else(pmcid).unwrap_or_else(hash)).as_kind(kind)
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

    /// Whether no other key of the kind can have it.
    pub fn is_exact(self) -> bool {
        self.0 & IS_HASH == 0
    }

    pub fn is_of(self, kind: KeyKind) -> bool {
        self.0 >> VALUE_BITS == kind as u64
    }
}

/// A number as numbers are written, so that each has one form; small enough to stand beside the marks above it.
fn number(digits: &str) -> Option<u64> {
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|number| is_plain && *number < IS_PMCID)
}
