//! What would add articles to a strategy: other forms of its words, and other names of its headings.
//!
//! It must not know how an article is found.

use std::collections::BTreeMap;

use super::headings;
use super::measure::Measure;
use super::sets::{Articles, Missing};
use crate::query::check::{Group, Variant, listed, missing, tell};
use crate::query::{Node, Span};

/// Forms and names that are looked for in one check.
const TRIED: usize = 1_500;

/// Where a heading stands, and its other names with how many articles each would add.
type Added = (Span, Vec<(u64, String)>);

impl<'o> Measure<'_, 'o, '_, '_> {
    /// Forms of words and names of headings that would add articles.
    pub(super) fn added(&mut self, group: &Group<'o>) -> Result<(), Missing> {
        let all = self.outline.beside(group);
        let variants = missing(group, &all);
        let names = headings::names(self.outline, group, &all, self.vocabulary);
        if variants.is_empty() && names.is_empty() {
            return Ok(());
        }
        let beside = self.beside(group)?;
        for variant in variants {
            let adds = self.adds(group.line, &variant.node, &beside)?;
            if adds > 0 {
                self.missed(&variant, adds);
            }
        }
        let mut by_heading: BTreeMap<&str, Added> = BTreeMap::new();
        for name in names {
            let adds = self.adds(group.line, &name.node, &beside)?;
            if adds > 0 {
                let row = by_heading.entry(name.heading).or_insert((name.span, Vec::new()));
                row.1.push((adds, name.written.to_lowercase()));
            }
        }
        for (heading, (span, mut names)) in by_heading {
            names.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
            // A heading with several qualifiers is several terms.
            names.dedup();
            let names: Vec<String> =
                names.into_iter().map(|(adds, name)| format!("{name} ({adds})")).collect();
            let message = format!("other names of {heading} would add articles: {}", listed(&names));
            self.found.add("missing-entry-term", (group.line, span), message, None);
        }
        self.keep(group, beside);
        Ok(())
    }

    fn missed(&mut self, variant: &Variant<'_>, adds: u64) {
        tell(self.outline, variant, Some(adds), self.found);
    }

    /// How many articles a part finds that are not there yet.
    fn adds(&mut self, line: usize, node: &Node, there: &Articles) -> Result<u64, Missing> {
        if self.tried == TRIED {
            return Ok(0);
        }
        self.tried += 1;
        let Some(query) = self.outline.query(line, node) else { return Ok(0) };
        let articles = self.sets.articles(&query)?;
        Ok(articles.iter().filter(|article| !there.contains(article)).count() as u64)
    }

    /// The articles that a group finds with all that OR joins it with.
    fn beside(&mut self, group: &Group<'o>) -> Result<Articles, Missing> {
        let outline = self.outline;
        let Some(top) = outline.top(group) else {
            let query = outline.query(group.line, group.node);
            return query.map_or_else(|| Ok(Articles::new()), |query| self.sets.articles(&query));
        };
        if let Some((line, articles)) = self.top.take()
            && line == top
        {
            return Ok(articles);
        }
        let query = outline.line(top).query.as_ref();
        query.map_or_else(|_| Ok(Articles::new()), |query| self.sets.articles(query))
    }

    /// Lines that are joined into one follow each other: its articles are kept for the next.
    fn keep(&mut self, group: &Group<'o>, articles: Articles) {
        self.top = self.outline.top(group).map(|top| (top, articles));
    }
}
