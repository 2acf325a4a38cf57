//! `show`: one article whole.
//!
//! It must not know how an article is looked up.

use std::io::Write;

use super::Outcome;
use super::args::{ShowArgs, ShowFormat};
use super::config::Config;
use super::print::{article, bibtex, csl, ris, wire};
use super::term::tame;
use crate::model::{Article, ArticleId, IdError, Pmcid};
use crate::{Index, Search};

/// Runs `show`.
pub fn run(config: &Config, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let wanted = Wanted::read(&args.id)?;
    let index = Index::open(&config.index)?;
    let Some(found) = wanted.find(&index)? else {
        // Not silenced by --quiet: like the answer, it is what was asked for.
        let mut stderr = std::io::stderr().lock();
        let _ = writeln!(
            stderr,
            "litdex: no article {} in {}",
            tame(args.id.trim()),
            tame(&config.index.to_string_lossy())
        );
        return Ok(Outcome::Nothing);
    };
    match args.format {
        ShowFormat::Text => article::whole(config, &found, out)?,
        ShowFormat::Json => {
            let line = crate::formats::jsonl::to_json(&found).to_string();
            writeln!(out, "{}", wire::escaped(&line))?;
        }
        ShowFormat::Ris => ris::write(&found, out)?,
        ShowFormat::Bibtex => bibtex::Entries::default().write(&found, out)?,
        ShowFormat::CslJson => {
            let mut list = csl::List::new();
            list.write(&found, out)?;
            list.end(out)?;
        }
    }
    Ok(Outcome::Found)
}

/// The article that is wanted, by the id it goes by or by that of PubMed Central.
enum Wanted {
    Id(ArticleId),
    Pmc(Pmcid),
}

impl Wanted {
    fn read(text: &str) -> Result<Self, IdError> {
        let pmc = text.trim().get(..3).is_some_and(|start| start.eq_ignore_ascii_case("pmc"));
        match text.parse::<Pmcid>() {
            Ok(id) if pmc => Ok(Self::Pmc(id)),
            _ => text.parse().map(Self::Id).map_err(|error: IdError| IdError {
                expected: "pmid:<number>, PMC<number>, doi:<doi> or key:<16 hex digits>",
                ..error
            }),
        }
    }

    fn find(&self, index: &Index) -> anyhow::Result<Option<Article>> {
        let id = match self {
            Self::Id(id) => id.clone(),
            Self::Pmc(pmcid) => {
                let hits = index.search(Search::new(format!("{pmcid}[aid]")).limit(1).snippets(0))?;
                match hits.hits.into_iter().next() {
                    Some(hit) => hit.id,
                    None => return Ok(None),
                }
            }
        };
        Ok(index.get(&id)?)
    }
}
