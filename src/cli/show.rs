//! `show`: articles whole.
//!
//! It must not know how an article is looked up.

use std::io::Write;

use super::Outcome;
use super::absent::not_there;
use super::args::{ShowArgs, ShowFormat};
use super::config::Config;
use super::print::article;
use crate::export::{ArticleForm, ArticleWriter, json};
use crate::model::{Article, IdentityKey};

/// Runs `show`.
pub fn run(config: &Config, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let ids = args.ids.iter().map(|id| Ok((id, id.parse()?))).collect::<anyhow::Result<Vec<_>>>()?;
    let snapshot = config.open()?.snapshot();
    let (mut outcome, mut count) = (Outcome::Found, 0);
    let form = match args.format {
        ShowFormat::Ris => Some(ArticleForm::Ris),
        ShowFormat::Nbib => Some(ArticleForm::Nbib),
        ShowFormat::Bibtex => Some(ArticleForm::Bibtex),
        ShowFormat::CslJson => Some(ArticleForm::CslJson),
        ShowFormat::Text | ShowFormat::Json => None,
    };
    let mut found: Vec<Article> = Vec::with_capacity(ids.len());
    for (id, key) in &ids {
        let key: &IdentityKey = key;
        match snapshot.find(key)?.map(|id| snapshot.get(&id)).transpose()?.flatten() {
            Some(article) => found.push(article),
            None => outcome = not_there(config, id),
        }
    }
    if let (Some(form), false) = (form, found.is_empty()) {
        let mut writer = ArticleWriter::new(form, out);
        found.iter().try_for_each(|article| writer.article(article))?;
        writer.end()?;
        return Ok(outcome);
    }
    for found in &found {
        if args.format == ShowFormat::Json {
            let mut line = crate::formats::jsonl::to_json(found);
            line["status"] = found.status().name().into();
            writeln!(out, "{}", json::escaped(&line.to_string()))?;
            continue;
        }
        if count > 0 {
            writeln!(out)?;
        }
        count += 1;
        article::whole(config, found, out)?;
    }
    Ok(outcome)
}
