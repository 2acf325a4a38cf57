//! What the model has no field for: kept as notes, each with the source's name for it, and each once.
//!
//! It must not know what it is that is said.

use std::collections::HashSet;

use crate::model::Section;

/// The notes of an article while they are put together.
#[derive(Default)]
pub(super) struct Remarks {
    pub list: Vec<Section>,
    /// Addresses that were told with a name or a text.
    pub told: HashSet<String>,
    known: HashSet<(String, String)>,
}

impl Remarks {
    /// Adds a remark, unless it is empty or was made before.
    pub fn add(&mut self, label: &str, text: String) {
        if !text.is_empty() && self.known.insert((label.to_owned(), text.clone())) {
            self.list.push(Section { label: label.to_owned(), text });
        }
    }

    /// Adds a remark on a person.
    pub fn add_of(&mut self, person: &str, label: &str, text: &str) {
        if !text.is_empty() {
            self.add(label, format!("{person}: {text}"));
        }
    }
}
