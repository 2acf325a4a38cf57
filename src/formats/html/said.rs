//! What a page says of its article in meta data, as a list of statements: from `meta` elements and JSON-LD.
//!
//! A statement is used or not; what is not used and says nothing that a used one says becomes a note.
//!
//! It must not know how an article is made of it.

use std::collections::HashSet;

use super::super::text::collapse;
use super::jsonld;
use super::plain;
use super::statement::Said;
use super::tree::Tree;
use super::vocabulary::{Field, field, order};
use crate::model::{Section, fold_key};

/// All statements of a page, in its order.
#[derive(Debug, Default)]
pub(super) struct Statements(Vec<Said>);

impl Statements {
    pub fn gather(tree: &Tree) -> Self {
        let mut all = Vec::new();
        for at in tree.all_elements() {
            let node = &tree.nodes[at];
            match node.name() {
                "meta" => {
                    let named = [node.attribute("name"), node.attribute("property")];
                    let known = named.iter().find_map(|name| Some((*name, field(name)?)));
                    let value = plain(node.attribute("content"));
                    if let Some((name, (field, rank))) = known.filter(|_| !value.is_empty()) {
                        let mut said = Said::new(field, rank, name, value, node.byte);
                        let language = [node.attribute("xml:lang"), node.attribute("lang")];
                        said.language = language.concat();
                        all.push(said);
                    }
                }
                "script" if node.attribute("type").eq_ignore_ascii_case("application/ld+json") => {
                    jsonld::read(&tree.script(at), node.byte, &mut all);
                }
                "link" if node.attribute("rel").eq_ignore_ascii_case("canonical") => {
                    all.push(Said::new(
                        Field::Link,
                        4,
                        "canonical",
                        collapse(node.attribute("href")),
                        node.byte,
                    ));
                }
                _ => {}
            }
        }
        Self(all)
    }

    /// Statements by their names in meta data.
    #[cfg(feature = "pdf")]
    pub fn of(named: &[(String, String)]) -> Self {
        let said = |(name, value): &(String, String)| {
            field(name).map(|(field, rank)| Said::new(field, rank, name, value.clone(), 0))
        };
        Self(named.iter().filter_map(said).collect())
    }

    /// Whether a title is stated of more than the page.
    pub fn names_article(&self) -> bool {
        self.0.iter().any(|said| said.field == Field::Title && said.rank < 4)
    }

    pub fn get(&self, at: usize) -> &Said {
        &self.0[at]
    }

    /// Takes all of a field that have the lowest rank any of it has, each value once.
    pub fn take(&mut self, field: Field) -> Vec<usize> {
        let rank = self.0.iter().filter(|said| said.field == field).map(|said| said.rank).min();
        let mut known = HashSet::new();
        let mut taken = Vec::new();
        for (at, said) in self.0.iter_mut().enumerate() {
            if said.field == field && Some(said.rank) == rank {
                said.used = true;
                if known.insert(said.value.clone()) {
                    taken.push(at);
                }
            }
        }
        taken
    }

    /// The first value of a field; the others stay unused.
    pub fn take_one(&mut self, field: Field) -> String {
        let rank = self.0.iter().filter(|said| said.field == field).map(|said| said.rank).min();
        let found = self.0.iter_mut().find(|said| said.field == field && Some(said.rank) == rank);
        found.map_or(String::new(), |said| {
            said.used = true;
            said.value.clone()
        })
    }

    /// Takes all of the fields, whatever their rank, in the page's order.
    pub fn take_all(&mut self, wanted: impl Fn(Field) -> bool) -> Vec<usize> {
        let chosen: Vec<usize> = (0..self.0.len()).filter(|&at| wanted(self.0[at].field)).collect();
        for &at in &chosen {
            self.0[at].used = true;
        }
        chosen
    }

    /// All dates, the ones that count most first; none of them is taken.
    pub fn dates(&self) -> Vec<usize> {
        let is_date = |said: &Said| matches!(said.field, Field::Date(_));
        let mut dates: Vec<usize> = (0..self.0.len()).filter(|&at| is_date(&self.0[at])).collect();
        dates.sort_by_key(|&at| order(&self.0[at].name));
        dates
    }

    /// Statements of the field in every vocabulary, in the order of the vocabularies, a list each.
    pub fn by_rank(&self, wanted: &[Field]) -> Vec<Vec<usize>> {
        let mut lists: Vec<Vec<usize>> = vec![Vec::new(); 5];
        for (at, said) in self.0.iter().enumerate() {
            if wanted.contains(&said.field) {
                lists[usize::from(said.rank.min(4))].push(at);
            }
        }
        lists.retain(|list| !list.is_empty());
        lists
    }

    /// The statements of a field that were not used.
    pub fn unused(&self, field: Field) -> Vec<usize> {
        (0..self.0.len()).filter(|&at| self.0[at].field == field && !self.0[at].used).collect()
    }

    pub fn mark_used(&mut self, at: usize) {
        self.0[at].used = true;
    }

    pub fn leave(&mut self, at: usize) {
        self.0[at].used = false;
    }

    /// What was not used and says nothing that is said elsewhere.
    pub fn notes(&self) -> Vec<Section> {
        let mut known: HashSet<String> =
            self.0.iter().filter(|said| said.used).map(|said| fold_key(&said.value)).collect();
        let is_new = |said: &&Said| {
            // Open Graph's titles and addresses are those of the page.
            !said.used && said.rank < 4 && known.insert(fold_key(&said.value))
        };
        let unused = self.0.iter().filter(is_new);
        unused.map(|said| Section { label: said.name.clone(), text: said.value.clone() }).collect()
    }
}
