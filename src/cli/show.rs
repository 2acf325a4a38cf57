//! `show`: one article whole.
//!
//! It must not know how an article is looked up.

use std::io::Write;

use super::Outcome;
use super::absent::not_there;
use super::args::{ShowArgs, ShowFormat};
use super::config::Config;
use super::print::{article, bibtex, csl, ris, wire};
use crate::Index;
use crate::model::IdentityKey;

/// Runs `show`.
pub fn run(config: &Config, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let key: IdentityKey = args.id.parse()?;
    let index = Index::open(&config.index)?;
    let found = index.find(&key)?.map(|id| index.get(&id)).transpose()?.flatten();
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
