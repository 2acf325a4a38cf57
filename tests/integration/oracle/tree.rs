//! What stands above a heading: an article that has it is found by those too.
//!
//! It must not know a query.

use std::collections::BTreeMap;
use std::sync::Mutex;

use litdex::internals::text::fold;
use litdex::vocabulary::{Heading, Vocabulary};

/// The folded name of a heading, and of all above it, by a look at every tree number.
pub fn above(name: &str) -> Vec<String> {
    static KNOWN: Mutex<BTreeMap<String, Vec<String>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    let above = known.entry(name.to_owned()).or_insert_with(|| {
        let mesh = Vocabulary::shipped();
        let own: Vec<&str> = mesh.find(name).into_iter().flat_map(Heading::tree_numbers).collect();
        let is_above = |number: &str| own.iter().any(|own| own.starts_with(&format!("{number}.")));
        let above = mesh.iter().filter(|heading| heading.tree_numbers().any(is_above));
        std::iter::once(fold(name)).chain(above.map(|heading| fold(heading.name()))).collect()
    });
    above.clone()
}

/// A qualifier, and that which is above those that the articles have.
pub fn qualifiers_above(name: &str) -> Vec<&str> {
    if ["drug therapy", "surgery"].contains(&name) { vec![name, "therapy"] } else { vec![name] }
}
