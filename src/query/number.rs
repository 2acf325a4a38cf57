//! The number that a line of a strategy is referred to by: `3`, `1a`, `B`.
//!
//! It must not know a line.

use std::fmt;
use std::str::FromStr;

use serde::ser::{Serialize, Serializer};

/// The number of a line of a strategy: a number, a letter, or a number with a letter behind it.
///
/// ```
/// use litdex::query::Strategy;
/// let strategy = Strategy::parse("1a sepsis[ti]\n1b shock[ti]\n2 1a OR 1b")?;
/// let numbers: Vec<String> = strategy.lines().iter().map(|line| line.number.to_string()).collect();
/// assert_eq!(numbers, ["1a", "1b", "2"]);
/// # Ok::<(), litdex::query::QueryError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineNumber {
    /// 0 where there is a letter alone.
    number: u32,
    /// In lower case.
    letter: Option<char>,
}

impl LineNumber {
    /// A number with a letter behind it, or without.
    pub(super) fn new(number: u32, letter: Option<char>) -> Self {
        Self { number, letter: letter.map(|letter| letter.to_ascii_lowercase()) }
    }

    /// The number without its letter.
    pub(super) fn number(self) -> u32 {
        self.number
    }

    /// Whether a letter belongs to it.
    pub(super) fn has_letter(self) -> bool {
        self.letter.is_some()
    }

    /// The last number that begins so: that of `1` is behind `1a`, `1b` and so on.
    pub(super) fn last(self) -> Self {
        Self { letter: self.letter.or(Some(char::MAX)), ..self }
    }
}

impl From<u32> for LineNumber {
    fn from(number: u32) -> Self {
        Self { number, letter: None }
    }
}

impl fmt::Display for LineNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.letter) {
            (number, None) => number.fmt(f),
            (0, Some(letter)) => letter.to_ascii_uppercase().fmt(f),
            (number, Some(letter)) => write!(f, "{number}{letter}"),
        }
    }
}

impl FromStr for LineNumber {
    type Err = ();
    fn from_str(written: &str) -> Result<Self, ()> {
        let digits = written.bytes().take_while(u8::is_ascii_digit).count();
        let mut behind = written[digits..].chars();
        let letter = behind.next();
        let is_one = letter.is_none_or(|letter| letter.is_ascii_alphabetic()) && behind.next().is_none();
        match &written[..digits] {
            _ if !is_one => Err(()),
            "" => letter.map(|letter| Self::new(0, Some(letter))).ok_or(()),
            number => Ok(Self::new(number.parse().map_err(|_| ())?, letter)),
        }
    }
}

impl Serialize for LineNumber {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
