//! `show`: articles whole.
//!
//! It must not know how an article is looked up.

use std::io::Write;

use super::Outcome;
use super::absent::not_there;
use super::args::{ShowArgs, ShowFormat};
use super::config::Config;
use super::print::{article, bibtex, csl, ris, wire};
use crate::Index;
use crate::model::{Article, IdentityKey};

/// Runs `show`.
pub fn run(config: &Config, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let ids = args.ids.iter().map(|id| Ok((id, id.parse()?))).collect::<anyhow::Result<Vec<_>>>()?;
    let snapshot = Index::open(&config.index)?.snapshot();
    let mut outcome = Outcome::Found;
    let (mut entries, mut list, mut count) = (bibtex::Entries::default(), csl::List::new(), 0);
    for (id, key) in &ids {
        let key: &IdentityKey = key;
        let found: Option<Article> = snapshot.find(key)?.map(|id| snapshot.get(&id)).transpose()?.flatten();
        let Some(found) = found else {
            outcome = not_there(config, id);
            continue;
        };
        match args.format {
            ShowFormat::Text => {
                if count > 0 {
                    writeln!(out)?;
                }
                article::whole(config, &found, out)?;
            }
            ShowFormat::Json => {
                let mut line = crate::formats::jsonl::to_json(&found);
                line["status"] = found.status().name().into();
                let line = line.to_string();
                writeln!(out, "{}", wire::escaped(&line))?;
            }
            ShowFormat::Ris => ris::write(&found, out)?,
            ShowFormat::Bibtex => entries.write(&found, out)?,
            ShowFormat::CslJson => list.write(&found, out)?,
        }
        count += 1;
    }
    if args.format == ShowFormat::CslJson && count > 0 {
        list.end(out)?;
    }
    Ok(outcome)
}
