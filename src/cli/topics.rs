//! Many queries from a file, as test collections have them, and the run they make.
//!
//! It must not know any one collection.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use serde::Deserialize;

use super::Outcome;
use super::args::Format;
use super::config::Config;
use super::input;
use crate::error::FileError;
use crate::export::{ExportError, HitWriter, JsonLines, Trec, each_hit, units};
use crate::query::Syntax;
use crate::{EngineError, Error, Hits, Index, Search, Snapshot};

/// One query of a file.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    #[serde(rename = "_id", alias = "id")]
    pub id: String,
    /// The query.
    pub text: String,
}

/// The longest file of topics that is read; the largest collections have a fifth of it.
const TOPICS_MAX_BYTES: u64 = 256 << 20;

/// Reads a file of topics, or what comes through a pipe that a shell opened.
///
/// # Errors
/// The file cannot be read, it is too long, a line is no topic, there is none.
pub fn read(path: &Path) -> anyhow::Result<Vec<Topic>> {
    read_from(input::open(path)?, path, TOPICS_MAX_BYTES)
}

/// Reads at most so many bytes of topics.
fn read_from(reader: impl Read, path: &Path, most: u64) -> anyhow::Result<Vec<Topic>> {
    let failed = |source| anyhow::Error::new(FileError::new("read", path, source));
    let mut topics = Vec::new();
    let mut reader = BufReader::new(reader.take(most + 1));
    for at in 1.. {
        let mut line = String::new();
        if reader.read_line(&mut line).map_err(failed)? == 0 {
            break;
        }
        let place = || format!("{}, line {at}", path.display());
        if reader.get_ref().limit() == 0 {
            let most = units::bytes(most);
            anyhow::bail!("{}: the topics are more than {most}; split the file", place());
        }
        if line.trim().is_empty() {
            continue;
        }
        topics.push(serde_json::from_str(line.trim_end()).map_err(|error| {
            anyhow::anyhow!(
                "{}, column {}: {}; a topic is written {{\"_id\": \"1\", \"text\": \"words\"}}",
                place(),
                error.column(),
                without_place(&error)
            )
        })?);
    }
    if topics.is_empty() {
        anyhow::bail!("{} holds no topics", path.display());
    }
    Ok(topics)
}

/// What is wrong with a line, without the place: each line is read on its own, so it would always be line 1.
fn without_place(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    said.strip_suffix(&place).unwrap_or(&said).to_owned()
}

/// Runs all topics and prints their hits as they come.
pub fn run(
    config: &Config,
    index: &Index,
    (search, syntax): (&Search, Option<Syntax>),
    format: Format,
    topics: &[Topic],
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let mut any = false;
    // One run is of one state, whatever is written meanwhile.
    let snapshot = index.snapshot();
    for topic in topics {
        let mut printer: Box<dyn HitWriter> = match format {
            Format::Jsonl => Box::new(JsonLines { out: &mut *out, qid: Some(&topic.id) }),
            _ => Box::new(Trec::new(&topic.id, &mut *out)),
        };
        let search = search.clone().syntax(syntax.unwrap_or_else(|| written(&topic.text)));
        any |= search_one(config, &snapshot, search, topic, printer.as_mut())?;
    }
    Ok(Outcome::found(any))
}

/// How a topic is written: in sentences, unless there are signs that these have no use for. Capitals are none.
fn written(text: &str) -> Syntax {
    if text.contains(['[', '"', '*']) { Syntax::PubMed } else { Syntax::Plain }
}

/// Searches a topic as it is written, else as plain words; one without words finds nothing. Says whether anything
/// was found.
fn search_one(
    config: &Config,
    snapshot: &Snapshot,
    mut search: Search,
    topic: &Topic,
    printer: &mut dyn HitWriter,
) -> anyhow::Result<bool> {
    search.query.clone_from(&topic.text);
    let mut found = false;
    let mut begin = |_: &Hits, shown: usize| found = shown > 0;
    // What is wrong with a query shows before its first hit.
    let why = match each_hit(snapshot, &search, printer, &mut begin) {
        Ok(_) => return Ok(found),
        Err(ExportError::Search(Error::Query(error))) => error.message,
        Err(ExportError::Search(Error::Engine(error @ EngineError::Value { .. }))) => error.to_string(),
        // What takes too much was understood: other words would be another question.
        Err(ExportError::Search(other)) => anyhow::bail!("topic {}: {other}", topic.id),
        Err(ExportError::Write(error)) => return Err(error.into()),
    };
    search.syntax = Syntax::Plain;
    match each_hit(snapshot, &search, printer, &mut begin) {
        Ok(_) => {
            config.say(&format!("topic {}: {why}; searched as plain words", topic.id));
            Ok(found)
        }
        Err(ExportError::Search(Error::Query(_))) => {
            config.say(&format!("topic {}: {why}; left without hits", topic.id));
            Ok(false)
        }
        Err(ExportError::Search(other)) => anyhow::bail!("topic {}: {other}", topic.id),
        Err(ExportError::Write(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_without_end_are_refused() {
        let line = b"{\"_id\":\"1\",\"text\":\"sepsis\"}\n";
        let path = Path::new("topics");
        let all = |most| read_from(&line.repeat(3)[..], path, most).map(|topics| topics.len());
        assert_eq!(all(3 * line.len() as u64).unwrap(), 3);
        let said = format!("{:?}", all(3 * line.len() as u64 - 1).unwrap_err());
        assert!(said.contains("topics, line 1: the topics are more than 83 bytes; split the file"), "{said}");
        assert!(read_from(std::io::repeat(0), path, 1 << 16).is_err());
    }
}
