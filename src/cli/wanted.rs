//! The article a command is about, by any id people have for it.
//!
//! It must not know what the command does with it.

use std::io::Write;

use super::Outcome;
use super::config::Config;
use super::term::tame;
use crate::model::{ArticleId, IdError, Pmcid};
use crate::{Index, Search};

/// The article that is wanted, by the id it goes by or by that of PubMed Central.
pub enum Wanted {
    Id(ArticleId),
    Pmc(Pmcid),
}

impl Wanted {
    /// Reads an id.
    ///
    /// # Errors
    /// Text that is none.
    pub fn read(text: &str) -> Result<Self, IdError> {
        let pmc = text.trim().get(..3).is_some_and(|start| start.eq_ignore_ascii_case("pmc"));
        match text.parse::<Pmcid>() {
            Ok(id) if pmc => Ok(Self::Pmc(id)),
            _ => text.parse().map(Self::Id).map_err(|error: IdError| IdError {
                expected: "pmid:<number>, PMC<number>, doi:<doi> or key:<16 hex digits>",
                ..error
            }),
        }
    }

    /// The id the article goes by, where the index has it.
    ///
    /// # Errors
    /// The index is damaged.
    pub fn find(&self, index: &Index) -> anyhow::Result<Option<ArticleId>> {
        match self {
            Self::Id(id) => Ok(index.get(id)?.map(|article| article.id)),
            Self::Pmc(pmcid) => {
                let hits = index.search(Search::new(format!("{pmcid}[aid]")).limit(1).snippets(0))?;
                Ok(hits.hits.into_iter().next().map(|hit| hit.id))
            }
        }
    }

    /// What it is called in a query.
    pub fn written(&self) -> String {
        match self {
            Self::Id(id) => id.to_string(),
            Self::Pmc(pmcid) => pmcid.to_string(),
        }
    }
}

/// Says that the index does not have an article. Not silenced by --quiet: like the answer, it is what was asked
/// for.
pub fn not_there(config: &Config, id: &str) -> Outcome {
    let mut stderr = std::io::stderr().lock();
    let index = config.index.to_string_lossy();
    let _ = writeln!(stderr, "litdex: no article {} in {}", tame(id.trim()), tame(&index));
    Outcome::Nothing
}
