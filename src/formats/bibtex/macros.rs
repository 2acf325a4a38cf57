//! The strings a file defines (`@string{name = value}`), within bounds.
//!
//! A value is put together when it is defined, as BibTeX does; nothing defined can grow by being used.
//!
//! It must not know where strings are used.

use std::collections::HashMap;

/// The longest value, and the most bytes of all names and values, that are kept.
const VALUE_MAX_BYTES: usize = 64 << 10;
const ALL_MAX_BYTES: usize = 16 << 20;
/// Bytes counted for a string beside its name and value.
const STRING_BYTES: usize = 128;

/// The months every style of BibTeX defines.
pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Strings by name; case does not count.
#[derive(Debug, Default)]
pub(super) struct Macros {
    values: HashMap<String, String>,
    bytes: usize,
}

impl Macros {
    /// Defines a string, or defines it anew; `false` where it is too long, or they are.
    #[must_use]
    pub fn define(&mut self, name: &str, value: String) -> bool {
        let bytes = STRING_BYTES + name.len() + value.len();
        if value.len() > VALUE_MAX_BYTES || self.bytes + bytes > ALL_MAX_BYTES {
            return false;
        }
        self.bytes += bytes;
        self.values.insert(name.to_lowercase(), value);
        true
    }

    /// The value of a string; a month that is not defined is its own name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        let defined = self.values.get(&name).map(String::as_str);
        defined.or_else(|| MONTHS.into_iter().find(|month| *month == name))
    }
}
