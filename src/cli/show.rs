//! `show`: one article whole.
//!
//! It must not know how an article is looked up.

use std::io::Write;

use super::Outcome;
use super::args::{ShowArgs, ShowFormat};
use super::config::Config;
use super::print::{article, bibtex, csl, ris, wire};
use super::wanted::{Wanted, not_there};
use crate::Index;

/// Runs `show`.
pub fn run(config: &Config, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let wanted = Wanted::read(&args.id)?;
    let index = Index::open(&config.index)?;
    let found = wanted.find(&index)?.map(|id| index.get(&id)).transpose()?.flatten();
    let Some(found) = found else { return Ok(not_there(config, &args.id)) };
    match args.format {
        ShowFormat::Text => article::whole(config, &found, out)?,
        ShowFormat::Json => {
            let mut line = crate::formats::jsonl::to_json(&found);
            line["status"] = found.status().name().into();
            let line = line.to_string();
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
